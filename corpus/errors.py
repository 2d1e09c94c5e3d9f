"""Root of Askdocket's errors, and those of reading and fetching documents.

An error of this tree is one that an operator or a user can meet and mend: its `hint` says how.
A programmer's mistake stays a `ValueError` or `TypeError`.
"""


class AskdocketError(Exception):
    """Anything an operator or user can meet.

    Attributes:
        code: stable machine-readable name, in snake case.
        hint: one sentence saying what to do about it.
        retryable: whether the same request may succeed later without a change.
    """

    code = "askdocket_error"
    hint = "See the log for details."
    retryable = False

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint

    @property
    def message(self) -> str:
        """What went wrong, in one sentence."""
        return str(self)


class UnreadableDocument(AskdocketError):
    """A file cannot be read as a document (broken, encrypted, of an unknown format)."""

    code = "unreadable_document"
    hint = "Open the file in a viewer; if it opens there, save it again as PDF and import that."


class UnknownDocument(AskdocketError):
    """No document or page of that name is in the index or the docket."""

    code = "unknown_document"
    hint = "`askdocket documents` and GET /v1/documents list the documents that are here."


class UnknownDocket(AskdocketError):
    """No manifest is known for the docket of that name."""

    code = "unknown_docket"
    hint = "Set ASKDOCKET_DOCKET to a docket that has a manifest."


class CorpusMissing(AskdocketError):
    """No document is at hand to build an index from."""

    code = "corpus_missing"
    hint = "Run `askdocket corpus sync`, or set ASKDOCKET_CORPUS_DIR to a folder of documents."


class DownloadFailed(AskdocketError):
    """A document could not be fetched from its official address."""

    code = "download_failed"
    hint = "Run `askdocket corpus sync` again later: what has arrived is kept."
    retryable = True


class BadSetting(AskdocketError):
    """A setting has a value that cannot be used."""

    code = "bad_setting"
    hint = "Run `askdocket settings` to see every setting with its meaning and value."
