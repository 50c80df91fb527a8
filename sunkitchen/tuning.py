"""What people set for single cameras after looking back, laid over the rules at the box's start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from records import tunings
from records.database import Database
from sunkitchen.config import Rulebook
from vision.rules import RuleSpec


def tunings_of(database: Database) -> dict[str, dict[str, float]]:
    """By camera and code how many seconds must be observed, where somebody set it.

    Raises:
        StoreError: the database cannot be used.
    """
    found: dict[str, dict[str, float]] = {}
    with database.reading() as session:
        for one in tunings.newest(session):
            if one.observed_s is not None:
                found.setdefault(one.camera, {})[one.code] = one.observed_s
    return found


def tuned(rulebook: Rulebook, observed_s: Mapping[str, float]) -> Rulebook:
    """The rulebook for one camera; what was set is named in the version that goes with each violation."""
    if not observed_s:
        return rulebook
    return replace(rulebook, specs=tuple(_tuned(rulebook.specs, observed_s)))


def _tuned(specs: Iterable[RuleSpec], observed_s: Mapping[str, float]) -> Iterable[RuleSpec]:
    for spec in specs:
        seconds = observed_s.get(spec.code)
        if seconds is None:
            yield spec
        else:
            opens = replace(spec.opens, observed_s=seconds)
            yield replace(spec, opens=opens, version=f"{spec.version}+{seconds:g}s")
