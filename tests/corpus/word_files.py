"""Word documents made of their XML, for tests."""

import zipfile
from pathlib import Path

_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMAS}/wordprocessingml/2006/main"
_RELATION = f"{_SCHEMAS}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:m="{_SCHEMAS}/officeDocument/2006/math" '
    f'xmlns:mc="{_SCHEMAS}/markup-compatibility/2006"'
)


def write_word(path: Path, body: str, **parts: str) -> Path:
    """A Word document with this in its body, and these other parts ("styles", "footnotes")."""
    files = {"document": f"<w:body>{body}</w:body>", **parts}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.'
        f'{"document.main" if name == "document" else name}+xml"/>'
        for name in files
    )
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    package = f"{_SCHEMAS}/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        )
        for name, xml in files.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_NAMES}>{xml}</w:{name}>")
    return path


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs, or of a text without markup."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def numbered(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells hold paragraphs of these texts."""
    cells = ("".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def style(style_id: str, name: str, properties: str = "", letters: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def list_of(list_id: int, *levels: tuple[str, str], start: int = 1) -> str:
    """A list whose levels count in these formats and print these texts ("decimal", "%1.")."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (format_, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{list_id}">{inner}</w:abstractNum>'
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    )
