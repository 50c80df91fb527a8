"""How far a site is learnt, and the way back."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from records import enrolments, samples
from records.database import Database
from records.enrolments import Enrolment
from sunkitchen.config import Config, SiteConfig
from sunkitchen.enrol.site import head_classifier
from sunkitchen.networks.sets import model_sets
from sunkitchen.store import open_existing
from vision.detect.models import load_models
from vision.errors import DataError


@dataclass(frozen=True, slots=True)
class Status:
    """Where a site stands.

    Attributes:
        kept: heads kept. labelled: attribute to word to how many.
        version: of the heads in force; empty where the networks judge alone. learnt: attributes they judge.
        fits: whether they were fitted on the network in force; where not, they are left aside.
        measured: what was measured when they were fitted. history: versions so far, oldest first.
    """

    site: str
    kept: int
    labelled: Mapping[str, Mapping[str, int]]
    version: str
    learnt: tuple[str, ...]
    fits: bool
    measured: tuple[str, ...]
    history: tuple[str, ...]


def status(config: Config, site: SiteConfig) -> Status:
    """Where a site stands.

    Raises:
        StoreError: no store. ModelError: the models in force cannot learn a site.
    """
    base = head_classifier(load_models(model_sets(config.box).folder_in_force()).classifiers).version
    with open_existing(config.box.data) as store, store.database.reading() as session:
        kept = samples.of_site(session, site.id)
        past = enrolments.history(session, site.id)
    now = past[-1] if past else Enrolment(site.id, datetime.now(UTC), "")
    labelled: dict[str, Counter[str]] = {}
    for one in kept:
        for attribute, word in one.words.items():
            labelled.setdefault(attribute, Counter())[word] += 1
    return Status(
        site=site.id,
        kept=len(kept),
        labelled={attribute: dict(counts) for attribute, counts in labelled.items()},
        version=now.version,
        learnt=now.attributes,
        fits=now.head is None or now.base == base,
        measured=now.measured,
        history=tuple(f"{line.at.isoformat()} {line.who} {line.version or 'networks alone'}" for line in past),
    )


def rollback(config: Config, site: SiteConfig) -> Enrolment:
    """Back to what judged before; from the very first heads, to the networks alone.

    Raises:
        StoreError: no store. DataError: the networks judge alone already.
    """
    with open_existing(config.box.data) as store:
        return roll_back(store.database, site.id, getpass.getuser(), datetime.now(UTC))


def roll_back(database: Database, site: str, who: str, at: datetime) -> Enrolment:
    """As rollback().

    Raises:
        DataError: the networks judge alone already.
    """
    with database.writing() as session:
        past = enrolments.history(session, site)
        if not past or past[-1].head is None:
            raise DataError(f"site {site}: the networks judge alone there; nothing to roll back")
        back = replace(_before(past), at=at, who=who)
        enrolments.add(session, back)
    return back


def _before(past: tuple[Enrolment, ...]) -> Enrolment:
    """What was in force before the newest heads were first put in force."""
    newest = past[-1].version
    first = next(i for i, line in enumerate(past) if line.version == newest)
    return past[first - 1] if first else Enrolment(past[-1].site, past[-1].at, "")
