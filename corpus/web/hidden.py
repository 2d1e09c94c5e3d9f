"""What of a web page is not its text: hidden, or machinery and menus around it."""

import re

from lxml import etree

from corpus.web.blocks import INLINE

_MACHINERY = """button canvas datalist dialog embed head iframe input math noscript object option
    script select style svg template textarea""".split()
_MENUS = "nav footer aside".split()
_MENU_ROLES = frozenset(
    "banner complementary contentinfo dialog menu menubar navigation search".split()
)
_CONSENT = re.compile(r"cookie|consent|gdpr", re.I)
_MOST_CONSENT_CHARS = 1500
"""A notice about cookies is shorter; an article about them may stand in a "cookie-policy"."""

_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?![\d.])|"
    r"font-size:[01]?(?:\.\d+)?(?:px|pt|em|rem|%)?(?:;|!|$)|"
    r"(?:left|top|text-indent|margin-left):-\d{3,}"
)
_WHITE = r"(?:white|#fff(?:fff)?|rgba?\(255,255,255(?:,1)?\))(?![\w])"
_WHITE_TEXT = re.compile(rf"(?<![\w-])color:{_WHITE}")
_SEE_THROUGH = ("", "transparent", "none", "inherit", "initial")
_BACKGROUND = re.compile(r"background(?:-color|-image)?:([^;]+)")


def remove_hidden(root: etree._Element) -> None:
    """Take out what the page's own markup hides from its readers, and what no browser shows.

    Style sheets are not looked at: only attributes and styles of the elements themselves.
    """
    backgrounds: dict[etree._Element, str] = {}
    hidden = []
    for element in root.iter():
        style = _style(element)
        background = _background(element, style) or backgrounds.get(element.getparent(), "")
        backgrounds[element] = background
        if _is_hidden(element, style, background):
            hidden.append(element)
    _empty(hidden, root)


def remove_menus(root: etree._Element) -> None:
    """Take out navigation, footers, and notices about cookies."""
    menus = [
        element
        for element in root.iter()
        if element.tag in _MENUS
        or element.get("role", "").lower() in _MENU_ROLES
        or _asks_consent(element)
    ]
    _empty(menus, root)


def _empty(elements: list[etree._Element], root: etree._Element) -> None:
    """Leave nothing of the elements but that a line ends there, where they are blocks.

    Removing them would join the texts around them, in quadratic time where there are many.
    """
    for element in elements:
        if element is not root:
            tag = element.tag if element.tag in INLINE else "div"
            element.clear(keep_tail=True)
            element.tag = tag


def _is_hidden(element: etree._Element, style: str, background: str) -> bool:
    on_white = not background or re.match(_WHITE, background) is not None
    return (
        element.tag in _MACHINERY
        or element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or _HIDDEN_STYLE.search(style) is not None
        or (on_white and _WHITE_TEXT.search(style) is not None)
    )


def _background(element: etree._Element, style: str) -> str:
    """What the element sets as its background, or nothing."""
    match = _BACKGROUND.search(style)
    background = match[1] if match else element.get("bgcolor", "").strip().lower()
    return "" if background in _SEE_THROUGH else background


def _style(element: etree._Element) -> str:
    style = "".join(element.get("style", "").lower().split())
    if element.tag == "font":
        style += f";color:{element.get('color', '').lower()}"
    return style


def _asks_consent(element: etree._Element) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    if not _CONSENT.search(names) or element.tag in ("html", "body", "main", "article"):
        return False
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > _MOST_CONSENT_CHARS:
            return False
    return True
