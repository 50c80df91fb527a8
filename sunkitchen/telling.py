"""Builds the API and the pages of a box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI

from api.app import create_app
from api.context import TITLE, Context, Doing, Label, Names, Plan, Press, utc_now
from api.rehearsal.trial import Rehearsed, Trial
from records.secrets import FOLDER as SECRETS
from records.secrets import SecretFiles
from records.uploads import Uploads
from sunkitchen.box import Box, Camera
from sunkitchen.clerk import Clerk
from sunkitchen.config import Config, Rulebook, load_legal_book
from sunkitchen.enrol.teacher import Teacher
from sunkitchen.evidence.imprint import imprint
from sunkitchen.keeping.keeper import Keeper
from sunkitchen.networks.sets import ModelSets
from sunkitchen.networks.telling import networks_of
from sunkitchen.notifying.messenger import Carrier
from sunkitchen.notifying.words import Teller
from sunkitchen.printing.paper_file import paper_pdf
from sunkitchen.printing.printer import written
from sunkitchen.rehearsal.rehearse import rehearse
from sunkitchen.rendering import DARKROOM
from sunkitchen.reports.making import book_of
from sunkitchen.retention.caretaker import Caretaker
from sunkitchen.store import Store
from vision.ports import Sampler
from vision.sampler import Attention, KeyFrames


@dataclass(frozen=True, slots=True)
class Telling:
    """What there is to tell of: what the box remembers, its cameras, who looks after both, and its sets of networks.

    `carrier`: takes messages to those outside. `banner`: what every page says of itself. `always`: sites whose flags
    count from the first day, learnt or not. `config`: of the box, to try rules by; None: nothing is tried.
    `cameras`: sets them up; None where nobody may. `uploads`: recordings people bring; None where nobody may.
    """

    store: Store
    box: Box
    rulebook: Rulebook
    clerk: Clerk
    caretaker: Caretaker
    sets: ModelSets
    carrier: Carrier
    banner: str = ""
    always: frozenset[str] = frozenset()
    config: Config | None = None
    cameras: Keeper | None = None
    uploads: Uploads | None = None


def build_app(telling: Telling) -> FastAPI:
    """The application that tells what the store remembers and whether the box's cameras still work."""
    store, box, clerk, caretaker = telling.store, telling.box, telling.clerk, telling.caretaker
    return create_app(
        Context(
            database=store.database,
            evidence=store.evidence,
            desk=clerk.desk,
            names=names(telling.rulebook),
            darkroom=DARKROOM,
            press=Press(book_of(telling.rulebook, clerk.desk.settings), written, paper_pdf),
            version=version("sunkitchen"),
            banner=telling.banner,
            stopped=lambda: tuple(box.failures()),
            rounds=lambda: clerk.rounds,
            retention=caretaker.retention,
            keeping=caretaker.keeping,
            live=store.live,
            plans=lambda: plans(box.cameras),
            rehearse=_rehearsing(telling),
            cameras=telling.cameras,
            uploads=telling.uploads,
            imprint=imprint(telling.sets),
            teacher=Teacher(store.database, telling.sets.folder_in_force, telling.always),
            networks=networks_of(telling.sets, store.database),
            outside=telling.carrier.outside(),
            started_at=utc_now(),
            unsigned=store.unsigned,
        )
    )


def carrier_of(store: Store, rulebook: Rulebook, banner: str = "") -> Carrier:
    """Who takes messages of this store to those outside."""
    teller = Teller(names(rulebook), TITLE, banner)
    return Carrier(store.database, SecretFiles(store.folder / SECRETS), teller, lambda: store.room.level)


def plans(cameras: Sequence[Camera]) -> dict[str, Plan]:
    """By camera, how it is watched."""
    return {
        camera.source.camera: Plan(doing(camera.watcher.sampler), camera.post.camera.looks_per_s) for camera in cameras
    }


def doing(sampler: Sampler) -> Doing:
    """What a sampler makes of its camera's frames now."""
    if isinstance(sampler, Attention):
        return Doing(sampler.mode)
    return Doing.KEY_FRAMES if isinstance(sampler, KeyFrames) else Doing.FIXED_RATE


def _rehearsing(telling: Telling) -> Callable[[Trial], Rehearsed] | None:
    """Tries rules on the cameras as they are set up now."""
    config, keeper = telling.config, telling.cameras
    if keeper is not None:
        return lambda trial: rehearse(keeper.config, telling.store, trial)
    return None if config is None else partial(rehearse, config, telling.store)


def names(rulebook: Rulebook) -> Names:
    """What people read for codes and zone kinds."""
    return Names(
        codes={code: Label(name.zh, name.en) for code, name in rulebook.code_names.items()},
        declared={code: Label(data.name.zh, data.name.en) for code, data in rulebook.declared.items()},
        zones={kind: Label(name.zh, name.en) for kind, name in rulebook.zone_names.items()},
        attributes=rulebook.code_attributes,
        opens={spec.code: spec.opens.observed_s for spec in rulebook.specs},
        law=load_legal_book(),
    )
