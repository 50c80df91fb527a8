"""Loads the made-up quarter into a store, in one transaction, by the functions that record a box's own days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.metadata import version

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.keeping import keep
from cases.settings import CaseSettings
from records import merging, registry, tables
from records.evidence import StoredFile, evidence_path
from records.provenance import Recorder
from records.sink import remember
from sunkitchen.config import Config
from sunkitchen.demo.places import Places, places_of
from sunkitchen.demo.plots import NINGBO, plot_id, plots
from sunkitchen.demo.watching import add_watching, changes_of_state
from sunkitchen.demo.world import Fact, Told, World
from sunkitchen.store import Store
from vision.facts import Snapshot, TimeSource

SEED = 2026
REGISTRY: tuple[type[tables.Base], ...] = (tables.Site, tables.Merchant, tables.Camera, tables.Zone)
"""Rows that every violation asks for: a session finds only those again that somebody holds."""
Files = dict[str, StoredFile]
"""What was kept, by its path."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded; `facts` are phases of violations and steps of cases."""

    leads: int
    facts: int


def is_loaded(store: Store) -> bool:
    """Whether the quarter is in the store; it is there whole or not at all."""
    with store.database.reading() as session:
        return session.get(tables.Violation, plot_id(0)) is not None


def register(store: Store, config: Config) -> Places:
    """Make the registry know the places that only have a history, beside the demo's own."""
    places = places_of(config)
    with store.database.writing() as session:
        registry.add(session, places.sites)
    return places


def load_quarter(
    store: Store,
    config: Config,
    settings: CaseSettings,
    end: date,
    step: Callable[[float, str], None] = lambda _done, _words: None,
    seed: int = SEED,
) -> Loaded:
    """Load the quarter that ends with the day before `end`; the same end and seed give the same quarter.

    Args:
        step: called with how much is done, 0-1, and a few words.

    Raises:
        StoreError, DiskFull: it cannot be kept; no row of it was.
    """
    places = register(store, config)
    story = plots(places, end, seed)
    facts = tuple(World(story, datetime.combine(end, time(), NINGBO), settings).play())
    step(0.2, "图片 pictures")
    files = _pictures(store, facts)
    with store.database.writing() as session:
        _write(session, facts, files, config, step)
        add_watching(session, places, end, seed)
        for change in changes_of_state(places, end):
            merging.add_health(session, change)
    step(1, f"{len(story)} 条线索 leads")
    return Loaded(len(story), len(facts))


def _pictures(store: Store, facts: Sequence[Fact]) -> Files:
    told = [(one, picture) for one in facts if isinstance(one, Told) for picture in one.snapshots]
    wanted = [(picture.jpeg, evidence_path(one.violation, picture)) for one, picture in told]
    return {file.path: file for file in store.evidence.put_many(wanted)}


def _write(
    session: Session, facts: Sequence[Fact], files: Files, config: Config, step: Callable[[float, str], None]
) -> None:
    held = [row for table in REGISTRY for row in session.scalars(select(table))]
    for done, fact in enumerate(facts):
        if isinstance(fact, Told):
            held.append(remember(session, fact.violation, _kept(fact, files), _recorder(fact, config)))
        else:
            keep(session, fact.steps, fact.recorded_at)
        if done % 50 == 0:
            step(0.3 + 0.7 * done / len(facts), "案件 cases")


def _kept(fact: Told, files: Files) -> list[tuple[Snapshot, StoredFile]]:
    return [(picture, files[evidence_path(fact.violation, picture)]) for picture in fact.snapshots]


def _recorder(fact: Told, config: Config) -> Recorder:
    software = f"{version('sunkitchen')} 演示数据 demo story"
    return Recorder(TimeSource.LIVE, lambda: fact.clock, software, config.sha256)
