"""Loads the made-up quarter into a store, in one transaction, by the functions that record a box's own days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.metadata import version
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.keeping import keep
from cases.settings import CaseSettings
from records import attachments, merging, registry, tables
from records.attachments import Attachment, attachment_path
from records.evidence import StoredFile, evidence_path
from records.provenance import Recorder
from records.retention.guard import Allowed
from records.sink import remember
from sunkitchen.config import Config
from sunkitchen.demo.album import sha256_of
from sunkitchen.demo.heads import add_heads
from sunkitchen.demo.papers import add_papers
from sunkitchen.demo.places import Places, places_of
from sunkitchen.demo.plots import NINGBO, plot_id, plots
from sunkitchen.demo.watching import add_watching, changes_of_state
from sunkitchen.demo.world import Brought, Fact, Told, World
from sunkitchen.retention.caretaker import retention_of
from sunkitchen.store import Store
from vision.facts import Snapshot, TimeSource

SEED = 2026
REGISTRY: tuple[type[tables.Base], ...] = (tables.Site, tables.Merchant, tables.Camera, tables.Zone)
"""Rows that every violation asks for: a session finds only those again that somebody holds."""
WHO = "演示数据 demo story"
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

    What would be older than it may be kept by then goes as it always does, with its link in the chain.

    Args:
        step: called with how much is done, 0-1, and a few words.

    Raises:
        StoreError, DiskFull: it cannot be kept; no row of it was.
    """
    places = register(store, config)
    story, over = plots(places, end, seed), datetime.combine(end, time(), NINGBO)
    facts = tuple(World(story, over, settings).play())
    step(0.2, "图片 pictures")
    files = _pictures(store, facts)
    with store.database.writing() as session:
        _write(session, facts, files, config, step)
        add_watching(session, places, end, seed)
        add_heads(session, end)
        add_papers(session, places, end)
        for change in changes_of_state(places, end):
            merging.add_health(session, change)
    step(0.9, "保存期限 retention")
    retention_of(store).run(over, WHO, Allowed(clock=True, large=True))
    step(1, f"{len(story)} 条线索 leads")
    return Loaded(len(story), len(facts))


def _pictures(store: Store, facts: Sequence[Fact]) -> Files:
    wanted = list(chain.from_iterable(map(_files, facts)))
    return {file.path: file for file in store.evidence.put_many(wanted)}


def _files(fact: Fact) -> Iterator[tuple[bytes, str]]:
    if isinstance(fact, Told):
        for picture in fact.snapshots:
            yield picture.jpeg, evidence_path(fact.violation, picture)
    if isinstance(fact, Brought):
        yield fact.photo.jpeg, _photo_path(fact)


def _write(
    session: Session, facts: Sequence[Fact], files: Files, config: Config, step: Callable[[float, str], None]
) -> None:
    held = [row for table in REGISTRY for row in session.scalars(select(table))]
    for done, fact in enumerate(facts):
        if isinstance(fact, Told):
            held.append(remember(session, fact.violation, _kept(fact, files), _recorder(fact, config)))
        elif isinstance(fact, Brought):
            attachments.add(session, _attachment(fact, files))
        else:
            keep(session, fact.steps, fact.recorded_at)
        if done % 50 == 0:
            step(0.3 + 0.6 * done / len(facts), "案件 cases")


def _attachment(fact: Brought, files: Files) -> Attachment:
    photo = fact.photo
    return Attachment(fact.case, fact.at, fact.by, fact.name, files[_photo_path(fact)], photo.width, photo.height)


def _photo_path(fact: Brought) -> str:
    return attachment_path(fact.case, sha256_of(fact.photo.jpeg))


def _kept(fact: Told, files: Files) -> list[tuple[Snapshot, StoredFile]]:
    return [(picture, files[evidence_path(fact.violation, picture)]) for picture in fact.snapshots]


def _recorder(fact: Told, config: Config) -> Recorder:
    software = f"{version('sunkitchen')} {WHO}"
    return Recorder(TimeSource.LIVE, lambda: fact.clock, software, config.sha256)
