"""Reading the byte-level vocabulary out of a GGUF file, without loading the model."""

import struct
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import ModelUnavailable

_STRING, _ARRAY = 8, 9
_NUMBERS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
"""struct's letter for each of GGUF's value types. Source: docs/gguf.md of ggml."""

_CONTROL = 3
"""Token type of markup such as <|im_end|>."""


def read_vocabulary(file: Path) -> tuple[dict[bytes, int], dict[str, int]]:
    """Read the tokens of a model with a byte-level BPE vocabulary.

    Returns:
        Id of each token by its bytes, and of each special token by its text; none is in both.

    Raises:
        ModelUnavailable: the file is not GGUF, or has no byte-level BPE vocabulary.
    """
    try:
        with file.open("rb") as stream:
            values = _metadata(stream)
        if values.get("tokenizer.ggml.model") != "gpt2":
            raise ValueError("its vocabulary is not byte-level BPE")
        tokens, types = values["tokenizer.ggml.tokens"], values["tokenizer.ggml.token_type"]
        ordinary, special = {}, {}
        for number, (token, kind) in enumerate(zip(tokens, types, strict=True)):
            if kind == _CONTROL:
                special[token] = number
            else:
                ordinary[bytes(map(_BYTE_OF.__getitem__, token))] = number
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise ModelUnavailable(f"No vocabulary can be read from {file}: {error}") from error
    return ordinary, special


def _metadata(stream: BinaryIO) -> dict[str, Any]:
    if stream.read(4) != b"GGUF":
        raise ValueError("it is not a GGUF file")
    _version, _tensors, count = struct.unpack("<IQQ", stream.read(20))
    return {_string(stream): _value(stream, *_unpack(stream, "I")) for _ in range(count)}


def _value(stream: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _string(stream)
    if kind != _ARRAY:
        return _unpack(stream, _NUMBERS[kind])[0]
    kind, length = struct.unpack("<IQ", stream.read(12))
    if kind in (_STRING, _ARRAY):
        return [_value(stream, kind) for _ in range(length)]
    return _unpack(stream, f"{length}{_NUMBERS[kind]}")


def _string(stream: BinaryIO) -> str:
    (length,) = _unpack(stream, "Q")
    return stream.read(length).decode("utf-8")


def _unpack(stream: BinaryIO, letters: str) -> tuple[Any, ...]:
    return struct.unpack("<" + letters, stream.read(struct.calcsize("<" + letters)))


def _bytes_by_character() -> dict[str, int]:
    """GPT-2's map: printable bytes stand for themselves, the others for U+0100 and on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [value for value in range(256) if value not in printable]
    return {chr(value): value for value in printable} | {
        chr(0x100 + place): value for place, value in enumerate(others)
    }


_BYTE_OF = _bytes_by_character()
