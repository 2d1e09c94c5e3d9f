"""Markdown files: the structure that they mark."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.markdown import read_markdown
from tests.corpus.contents import blocks, marks, put, sections

MARKDOWN = """---
layout: post
---
# Longer *strings* #

Kites **fly** higher[^1] on [longer strings](https://kite.example "t"),
says __the__ _Kite Club_ with `code` and snake_case_names, 2 * 3 * 4 and 10<sup>26</sup>.

Tails[^b]
-----
> A quote
> on two lines.

<!-- hidden
words -->
- one
- two
  goes on

3. three

**In bold**

| Kite | String |
|------|:------:|
| Red  | 20 m   |

```python
**kwargs stay
```
![A red kite](red.png) \\*starred\\* <https://kite.example/a>

[1]: https://kite.example/ref
***
End<br>of it.<span style="display:none">Hidden.</span>

[^b]: About tails.
[^1]: As measured.

    Twice.
"""


def test_a_document_with_all_structures(tmp_path: Path) -> None:
    content = read_markdown(put(tmp_path, "a.md", MARKDOWN))
    assert blocks(content) == [
        ("heading", "Longer strings"),
        (
            "paragraph",
            "Kites fly higher on longer strings, says the Kite Club with code and "
            "snake_case_names, 2 * 3 * 4 and 10^26.",
        ),
        ("heading", "Tails"),
        ("quotation", "A quote on two lines."),
        ("item", "• one"),
        ("item", "• two goes on"),
        ("item", "3. three"),
        ("heading", "In bold"),
        ("row", "Kite | String"),
        ("row", "Red | 20 m"),
        ("paragraph", "**kwargs stay"),
        ("paragraph", "*starred* https://kite.example/a"),
        ("paragraph", "End of it."),
        ("note", "1 As measured. Twice."),
        ("note", "2 About tails."),
    ]
    assert marks(content) == [("1", "higher"), ("2", "Tails")]
    assert sections(content)["Red | 20 m"] == ("Longer strings", "Tails", "In bold")


@pytest.mark.slow
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "sign",
    ["[", "*", "_a", "`", "<", "<!--", "|", "\\", "![", "**a", "> ", "- ", "^[", "[^1]: a\n"],
)
def test_markdown_of_signs_only_takes_no_quadratic_time(tmp_path: Path, sign: str) -> None:
    read_markdown(put(tmp_path, "a.md", sign * 20_000))


def test_elements_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^a\.md: .*nested too deeply"):
        read_markdown(put(tmp_path, "a.md", "<div>" * 100_000))
