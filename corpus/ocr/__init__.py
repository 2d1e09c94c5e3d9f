"""Reading pages that are pictures of text, by tesseract where it is installed."""

from corpus.ocr.recogniser import (
    HINT,
    NOT_INSTALLED,
    OcrPage,
    OcrWord,
    Recognise,
    Recogniser,
    UnreadablePage,
)

__all__ = [
    "HINT",
    "NOT_INSTALLED",
    "OcrPage",
    "OcrWord",
    "Recognise",
    "Recogniser",
    "UnreadablePage",
]
