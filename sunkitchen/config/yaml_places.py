"""Reads YAML and remembers on which line each value stands, so that a mistake can name its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import yaml

from vision.errors import ConfigError

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed YAML file.

    Attributes:
        data: plain lists, mappings and scalars.
        lines: place to line, counted from 1.
        sha256: of the file, in hex.
    """

    path: Path
    data: object
    lines: dict[Place, int]
    sha256: str

    def where(self, place: Place) -> str:
        """`file:line: a.b[0]` of a place, or of the nearest thing round it."""
        near = place
        while near and near not in self.lines:
            near = near[:-1]
        return f"{self.path}:{self.lines.get(near, 1)}: {dotted(place)}"


def dotted(place: Place) -> str:
    """`sites[0].cameras[1].id`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".") or "(top level)"


def read_yaml(path: Path) -> Document:
    """Parse a file.

    Raises:
        ConfigError: no such file, not YAML, or a key written twice.
    """
    if not path.is_file():
        raise ConfigError(f"{path}: expected a YAML file, found {'a folder' if path.is_dir() else 'nothing'} there")
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: is not valid YAML: {_one_line(error)}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text ({error.reason} at byte {error.start})") from error
    except ValueError as error:  # such as a date of the thirteenth month
        raise ConfigError(f"{path}: holds a value that is none: {error}") from error
    rows = list(_walk(node, ())) if node is not None else []
    lines: dict[Place, int] = {}
    twice = [f"{path}:{line}: {dotted(place)}: is written twice" for place, line in rows if _seen(lines, place, line)]
    if twice:
        raise ConfigError(*twice)
    return Document(path, data, lines, sha256(content).hexdigest())


def _seen(lines: dict[Place, int], place: Place, line: int) -> bool:
    known = place in lines
    lines[place] = line
    return known


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            for inner, line in _walk(value, (*place, cast("str", key.value))):
                yield inner, key.start_mark.line + 1 if len(inner) == len(place) + 1 else line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*place, index))


def _one_line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())
