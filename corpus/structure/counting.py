"""Numbers of lists and notes as they are printed: 1, a, iv."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_ROMAN_UNITS = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN, _MOST_LETTERS = 3999, 26 * 26
_SYMBOLS = "*†‡§"


def counted(number: int, style: str) -> str | None:
    """A number in one of the styles of Word's lists, or None where the style is not known.

    Args:
        number: 1 or greater; what a style cannot count is written in figures.
        style: a value of WordprocessingML's ST_NumberFormat, such as "lowerRoman".
    """
    match style:
        case "decimal":
            return str(number)
        case "decimalZero":
            return f"{number:02}"
        case "lowerLetter" | "upperLetter":
            return _cased(_letters(number), style)
        case "lowerRoman" | "upperRoman":
            return _cased(_roman(number), style)
        case "chicago":
            return _SYMBOLS[(number - 1) % 4] * ((number - 1) // 4 + 1)
        case _:
            return None


def _cased(text: str, style: str) -> str:
    return text.upper() if style.startswith("upper") else text


def _letters(number: int) -> str:
    """As Word counts: z is followed by aa, then bb."""
    if not 1 <= number <= _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 1 <= number <= _MOST_ROMAN:
        return str(number)
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_UNITS):
        text += sign * (number // value)
        number %= value
    return text
