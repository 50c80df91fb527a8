"""Builds the API and the pages of a box."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from api.app import create_app
from api.context import Context, Label, Names
from sunkitchen.box import Box
from sunkitchen.clerk import Clerk
from sunkitchen.config import Rulebook
from sunkitchen.rendering import DARKROOM
from sunkitchen.store import Store


def build_app(store: Store, box: Box, rulebook: Rulebook, clerk: Clerk) -> FastAPI:
    """The application that tells what the store remembers and whether the box's cameras still work."""
    return create_app(
        Context(
            database=store.database,
            evidence=store.evidence,
            desk=clerk.desk,
            names=names(rulebook),
            darkroom=DARKROOM,
            version=version("sunkitchen"),
            stopped=lambda: tuple(box.failures()),
            rounds=lambda: clerk.rounds,
        )
    )


def names(rulebook: Rulebook) -> Names:
    """What people read for codes and zone kinds."""
    return Names(
        codes={code: Label(name.zh, name.en) for code, name in rulebook.code_names.items()},
        zones={kind: Label(name.zh, name.en) for kind, name in rulebook.zone_names.items()},
        attributes=rulebook.code_attributes,
    )
