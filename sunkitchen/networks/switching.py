"""Looks at a box's sets of networks, and switches between them."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from records import model_switches
from records.database import Database
from records.model_switches import ModelSwitch
from sunkitchen.config import BoxConfig
from sunkitchen.networks.sets import InForce, ModelSets, model_sets
from sunkitchen.store import open_store
from vision.detect.dry_run import dry_run
from vision.detect.hat_colour import ATTRIBUTE
from vision.detect.manifest import ColourEntry, CropEntry, YoloEntry, read_manifest, read_weights
from vision.detect.measured import Number, behind, numbers
from vision.errors import FallsBehind, ModelError


@dataclass(frozen=True, slots=True)
class NetworkReport:
    """One network of a set: input as [batch, channels, height, width]; what it finds, or judges on which label.

    What judges by thresholds alone has no file: size 0 and no input.
    """

    name: str
    version: str
    size_bytes: int
    input: tuple[int | None, ...]
    labels: tuple[str, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetReport:
    """One installed set; `fault` is what is wrong with its files, None when all hashes fit."""

    name: str
    in_force: bool
    folder: str
    networks: tuple[NetworkReport, ...] = ()
    measured: tuple[Number, ...] = ()
    fault: str | None = None


def list_sets(box: BoxConfig) -> tuple[SetReport, ...]:
    """Every installed set, the shipped one first; a broken one is told, not raised.

    Raises:
        ModelError: the state file is not one.
    """
    sets = model_sets(box)
    now = sets.state().name
    return tuple(report_of(sets, name, now == name) for name in sets.names())


@dataclass(frozen=True, slots=True)
class By:
    """Who switches; `force`: although the measured numbers fall behind, `reason` then says why."""

    who: str
    force: bool = False
    reason: str = ""


def use(box: BoxConfig, name: str, force: bool = False, reason: str = "") -> ModelSwitch:
    """`switch_to` at the command line.

    Raises:
        ModelError: as there.
        StoreError: the switch cannot be written down.
    """
    with open_store(box.data) as store:
        return switch_to(model_sets(box), store.database, name, By(getpass.getuser(), force, reason))


def rollback(box: BoxConfig) -> ModelSwitch:
    """`roll_back` at the command line.

    Raises:
        ModelError: as there.
        StoreError: the switch cannot be written down.
    """
    with open_store(box.data) as store:
        return roll_back(model_sets(box), store.database, getpass.getuser())


def switch_to(sets: ModelSets, database: Database, name: str, by: By) -> ModelSwitch:
    """Put a set in force, at the next start of the box, and write it down.

    Raises:
        ModelError: no such set, a bad one, or the one in force.
        FallsBehind: it is worse than the one in force.
        StoreError: the switch cannot be written down.
    """
    state = sets.state()
    if name == state.name:
        raise ModelError(f"models use: {name} is in force already; expected another of {', '.join(sets.names())}")
    version = dry_run(sets.folder(name)).version
    faults = shortfalls(sets, name)
    if faults and not by.force:
        raise FallsBehind(
            f"models use: {name} falls behind {state.name}, which is in force:\n  " + "\n  ".join(faults) + "\n"
            "Mend: train or measure again (models/recipe/), or say --force with a --reason that will be recorded."
        )
    switch = ModelSwitch(datetime.now(UTC), by.who, state.name, name, version, faults, by.reason)
    return _switch(sets, database, state.used(name), switch)


def roll_back(sets: ModelSets, database: Database, who: str) -> ModelSwitch:
    """Put the set before in force again, at the next start of the box, and write it down.

    Raises:
        ModelError: there is none, or its files are not what they were.
        StoreError: the switch cannot be written down.
    """
    state = sets.state()
    back = state.rolled_back()
    version = dry_run(sets.folder(back.name)).version
    switch = ModelSwitch(datetime.now(UTC), who, state.name, back.name, version, reason="rollback")
    return _switch(sets, database, back, switch)


def _switch(sets: ModelSets, database: Database, state: InForce, switch: ModelSwitch) -> ModelSwitch:
    """The line in the database and the state file: both, or neither."""
    with database.writing() as session:
        model_switches.add(session, switch)
        sets.keep(state)
    return switch


def shortfalls(sets: ModelSets, name: str) -> tuple[str, ...]:
    """Numbers in which a set falls behind the one in force; one that is gone or broken can be no measure.

    Raises:
        ModelError: no such set, or a bad one.
    """
    candidate = read_manifest(sets.folder(name))
    try:
        in_force = read_manifest(sets.folder_in_force())
    except ModelError:
        return ()
    return tuple(str(fault) for fault in behind(candidate, in_force))


def report_of(sets: ModelSets, name: str, in_force: bool) -> SetReport:
    """A set by its name; what is wrong with its files is told in it."""
    folder = sets.folder(name)
    try:
        manifest = read_manifest(folder)
        networks = tuple(_network(folder, entry) for entry in manifest.models)
    except ModelError as error:
        return SetReport(name, in_force, str(folder), fault=str(error))
    return SetReport(name, in_force, str(folder), networks, numbers(manifest))


def _network(folder: Path, entry: YoloEntry | CropEntry | ColourEntry) -> NetworkReport:
    if isinstance(entry, ColourEntry):
        return NetworkReport(entry.name, entry.version, 0, (), (entry.label,), (ATTRIBUTE,))
    size_bytes, shape = len(read_weights(folder, entry)), entry.input.shape
    if isinstance(entry, YoloEntry):
        return NetworkReport(entry.name, entry.version, size_bytes, shape, entry.labels, ())
    attributes = tuple(attribute.name for attribute in entry.attributes)
    return NetworkReport(entry.name, entry.version, size_bytes, shape, (entry.label,), attributes)


def words(one: SetReport) -> str:
    """A set for people; a star marks the one in force."""
    lines = [f"{'*' if one.in_force else ' '} {one.name}  {one.folder}"]
    if one.fault is not None:
        lines.append(f"    ✗ {one.fault}")
    for net in one.networks:
        shape = "x".join("n" if side is None else str(side) for side in net.input)
        file = f"{net.size_bytes / 1e6:.2f} MB  {shape}" if net.input else "thresholds"
        judges = f" → {', '.join(net.attributes)}" if net.attributes else ""
        lines.append(f"    {net.version}  {file}  {', '.join(net.labels)}{judges}")
    return "\n".join([*lines, *(f"      {_number(number)}" for number in one.measured)])


def _number(number: Number) -> str:
    interval = "" if number.low is None else f" [{number.low:.3f}, {number.high:.3f}]"
    return f"{number.place}: {number.value:.3f}{interval}"
