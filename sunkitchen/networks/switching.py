"""Looks at a box's sets of networks, and switches between them."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from records import model_switches
from records.model_switches import ModelSwitch
from sunkitchen.config import BoxConfig
from sunkitchen.networks.sets import InForce, ModelSets, model_sets
from sunkitchen.store import open_store
from vision.detect.dry_run import dry_run
from vision.detect.hat_colour import ATTRIBUTE
from vision.detect.manifest import ColourEntry, CropEntry, YoloEntry, read_manifest, read_weights
from vision.detect.measured import Number, behind, numbers
from vision.errors import ModelError


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
    return tuple(_report(sets, name, now == name) for name in sets.names())


def use(box: BoxConfig, name: str, force: bool = False, reason: str = "") -> ModelSwitch:
    """Put a set in force, at the next start of the box, and write it down.

    Args:
        force: although its measured numbers fall behind; `reason` then says why.

    Raises:
        ModelError: no such set, a bad one, one that is worse than the one in force, or the one in force.
        StoreError: the switch cannot be written down.
    """
    sets = model_sets(box)
    state = sets.state()
    if name == state.name:
        raise ModelError(f"models use: {name} is in force already; expected another of {', '.join(sets.names())}")
    version = dry_run(sets.folder(name)).version
    faults = _behind(sets, name, state)
    if faults and not force:
        raise ModelError(
            f"models use: {name} falls behind {state.name}, which is in force:\n  " + "\n  ".join(faults) + "\n"
            "Mend: train or measure again (models/recipe/), or say --force with a --reason that will be recorded."
        )
    switch = ModelSwitch(datetime.now(UTC), getpass.getuser(), state.name, name, version, faults, reason)
    return _switch(box, sets, state.used(name), switch)


def rollback(box: BoxConfig) -> ModelSwitch:
    """Put the set before in force again, at the next start of the box, and write it down.

    Raises:
        ModelError: there is none, or its files are not what they were.
        StoreError: the switch cannot be written down.
    """
    sets = model_sets(box)
    state = sets.state()
    back = state.rolled_back()
    version = dry_run(sets.folder(back.name)).version
    switch = ModelSwitch(datetime.now(UTC), getpass.getuser(), state.name, back.name, version, reason="rollback")
    return _switch(box, sets, back, switch)


def _switch(box: BoxConfig, sets: ModelSets, state: InForce, switch: ModelSwitch) -> ModelSwitch:
    """The line in the database and the state file: both, or neither."""
    with open_store(box.data) as store, store.database.writing() as session:
        model_switches.add(session, switch)
        sets.keep(state)
    return switch


def _behind(sets: ModelSets, name: str, state: InForce) -> tuple[str, ...]:
    """Numbers in which a set falls behind the one in force; one that is gone or broken can be no measure."""
    candidate = read_manifest(sets.folder(name))
    try:
        in_force = read_manifest(sets.folder(state.name))
    except ModelError:
        return ()
    return tuple(str(fault) for fault in behind(candidate, in_force))


def _report(sets: ModelSets, name: str, in_force: bool) -> SetReport:
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
