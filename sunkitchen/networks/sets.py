"""The sets of networks a box has installed, and which of them is in force.

The shipped set is the one of `box.models`, or ours; others lie under the box's data folder, models/<set>/manifest.json.
models/in_force.json says which one judges; without it, the shipped one does.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from records.evidence import settle
from sunkitchen.config import BoxConfig
from sunkitchen.paths import MODELS
from vision.detect.manifest import FILE
from vision.errors import ModelError

SHIPPED = "shipped"
FOLDER = "models"
STATE = "in_force.json"
SET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
REMEMBERED = 20


class InForce(BaseModel):
    """The sets that were in force, newest last; the last one is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    history: tuple[str, ...] = Field((SHIPPED,), min_length=1)

    @property
    def name(self) -> str:
        """The set in force."""
        return self.history[-1]

    def used(self, name: str) -> InForce:
        """After a switch to another set."""
        return InForce(history=(*self.history, name)[-REMEMBERED:])

    def rolled_back(self) -> InForce:
        """After a switch back to the set before.

        Raises:
            ModelError: there is none.
        """
        if len(self.history) < 2:
            raise ModelError(f"models rollback: {self.name} is in force, and no other set was before it; nothing to do")
        return InForce(history=self.history[:-1])


@dataclass(frozen=True, slots=True)
class ModelSets:
    """Where a box's sets lie.

    Attributes:
        shipped: folder of the shipped set. installed: folder that holds the others.
    """

    shipped: Path
    installed: Path

    def names(self) -> tuple[str, ...]:
        """The shipped set, then the others by name."""
        found = sorted(path.parent.name for path in self.installed.glob(f"*/{FILE}"))
        return (SHIPPED, *(name for name in found if name != SHIPPED and SET_NAME.fullmatch(name)))

    def folder(self, name: str) -> Path:
        """Where a set lies.

        Raises:
            ModelError: no such set.
        """
        if name not in self.names():
            raise ModelError(
                f"models: no set '{name}'; expected one of {', '.join(self.names())}. "
                f"Mend: put {FILE} and its networks into {self.installed / 'NAME'}."
            )
        return self.shipped if name == SHIPPED else self.installed / name

    def state(self) -> InForce:
        """What is in force.

        Raises:
            ModelError: the state file is not one.
        """
        path = self.installed / STATE
        if not path.exists():
            return InForce()
        try:
            return InForce.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ModelError(
                f"{path}: expected which models are in force, but it cannot be read as that. "
                "Mend: remove it, and the shipped models are in force again."
            ) from error

    def keep(self, state: InForce) -> None:
        """Remember what is in force: whole or not at all, also after a power cut."""
        self.installed.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{STATE}-", dir=self.installed)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(state.model_dump_json() + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.installed / STATE)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        settle(self.installed)

    def folder_in_force(self) -> Path:
        """Where the set in force lies.

        Raises:
            ModelError: it is gone, or the state file is not one.
        """
        return self.folder(self.state().name)


def model_sets(box: BoxConfig) -> ModelSets:
    """The sets of a box."""
    return ModelSets(box.models or MODELS, box.data / FOLDER)
