"""Modules of the version at hand, wherever it has them."""

from importlib import import_module
from types import ModuleType


def module(*names: str) -> ModuleType:
    """The first of these modules that there is: today's name, then those of older versions."""
    for name in names[:-1]:
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    return import_module(names[-1])
