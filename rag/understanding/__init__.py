"""What a question asks for: whom it names, in what part, about what, and of whom."""

from rag.understanding.understanding import Understanding, Understood, check_question

__all__ = ["Understanding", "Understood", "check_question"]
