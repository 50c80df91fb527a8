"""Reads a configuration file; a bad one is told mistake by mistake, each with its line and the mend."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sunkitchen.config.schema import CameraConfig, Config
from sunkitchen.config.yaml_places import Document, Place, read_yaml
from vision.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


def read_config(path: Path) -> Config:
    """The configuration in a YAML file alone, with its paths made absolute.

    Raises:
        ConfigError: with every mistake found.
    """
    document = read_yaml(path)
    return _rooted(parse(document, Config), path.resolve().parent).read_from(document.sha256)


def schema_text() -> str:
    """The JSON schema of a configuration file, as configs/schema.json holds it."""
    return json.dumps(Config.model_json_schema(), ensure_ascii=False, indent=1) + "\n"


def parse(document: Document, model: type[Model]) -> Model:
    """A document as a typed model.

    Raises:
        ConfigError: with every mistake found.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise ConfigError(*(f"{document.where(at)}: {words}" for at, words in mistakes_of(error, model))) from error


def mistakes_of(error: ValidationError, model: type[BaseModel]) -> list[tuple[Place, str]]:
    """Where what is wrong, in words."""
    return [(e["loc"], _words(e, model)) for e in _causes(error.errors(include_url=False))]


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without what merely follows: a list is called too short when its items are wrong."""

    def has_deeper(one: ErrorDetails) -> bool:
        return any(len(e["loc"]) > len(one["loc"]) and e["loc"][: len(one["loc"])] == one["loc"] for e in errors)

    return [e for e in errors if not (e["type"] == "too_short" and has_deeper(e))]


def _words(error: ErrorDetails, model: type[BaseModel]) -> str:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(str(error["loc"][-1]), _fields_at(model, error["loc"][:-1]))
    if kind == "missing":
        return "is missing; add it"
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    shown = "" if isinstance(value, dict | list) else f", got {value!r}"
    return error["msg"].replace("Input should be", "expected") + shown


def _unknown_key(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"expected one of {', '.join(known)}"
    return f"unknown key; {hint}"


def _fields_at(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """Names of the keys that are allowed at a place of the tree."""
    here: type[BaseModel] | None = model
    for part in place:
        if isinstance(part, str) and here is not None and part in here.model_fields:
            here = _model_inside(here.model_fields[part].annotation)
    return list(here.model_fields) if here is not None else []


def _model_inside(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_inside(arg) for arg in getattr(annotation, "__args__", ()))
    return next((one for one in inner if one is not None), None)


def _rooted(config: Config, root: Path) -> Config:
    """The same with every relative path taken from the configuration file's folder."""
    data = {"data": root / config.box.data}
    models = {"models": root / config.box.models} if config.box.models else {}
    papers = config.box.health_certificates
    certificates = {"health_certificates": root / papers} if papers else {}
    box = config.box.model_copy(update={**data, **models, **certificates})
    sites = tuple(
        site.model_copy(update={"cameras": tuple(rooted_camera(c, root) for c in site.cameras)})
        for site in config.sites
    )
    return config.model_copy(update={"box": box, "sites": sites})


def rooted_camera(camera: CameraConfig, root: Path) -> CameraConfig:
    """The same with every relative path taken from a folder."""
    source = camera.source
    paths = {name: root / path for name in ("file", "folder") if (path := getattr(source, name)) is not None}
    return camera.model_copy(update={"source": source.model_copy(update=paths)})
