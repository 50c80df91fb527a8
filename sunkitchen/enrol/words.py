"""What a person may say of a head, and which class of the network each word means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from records.samples import UNSURE
from vision.detect.manifest import AttributeEntry
from vision.errors import DataError
from vision.facts import Answer

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "hat": MappingProxyType({"net": "net", "cap": "cap", "bare": "bare", UNSURE: Answer.CANNOT_TELL}),
        "mask": MappingProxyType({"mask": "worn", "wrong": "wrong", "none": "none", UNSURE: Answer.CANNOT_TELL}),
    }
)
"""Attribute, then word, to class. The first letter of a word will do."""
MEANING: Mapping[str, str] = MappingProxyType(
    {
        "net": "发网",
        "cap": "帽",
        "bare": "未戴",
        "mask": "口罩",
        "wrong": "不规范",
        "none": "未戴",
        UNSURE: "看不清",
    }
)


def word_of(attribute: str, typed: str) -> str:
    """The word somebody typed, whole or by its first letter.

    Raises:
        DataError: no such word.
    """
    known = WORDS[attribute]
    short = {word[0]: word for word in known}
    word = short.get(typed.lower(), typed.lower())
    if word not in known:
        raise DataError(f"{attribute}: expected one of {', '.join(known)} (or its first letter), but came {typed!r}")
    return word


def class_of(entry: AttributeEntry, word: str) -> int:
    """Index of the class a word means to a network.

    Raises:
        DataError: the network knows no such class.
    """
    name = WORDS[entry.name][word]
    if name not in entry.classes:
        raise DataError(f"{entry.name}: expected a class {name} for {word!r}, but the network has {entry.classes}")
    return entry.classes.index(name)
