"""docs/cases.md says what the table says."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cases.deadlines import DueKind
from cases.docs import document
from cases.states import Action, DismissReason, ReferralGround, Role, State
from cases.table import ROWS
from cases.words import ACTIONS, DUES, FIELDS, GROUNDS, REASONS, ROLES, STATES, Words
from sunkitchen.paths import ROOT
from tests.cases.build import SETTINGS


def test_the_written_document_is_the_one_in_force() -> None:
    written = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    assert written == document(SETTINGS), "run `make docs`"


def test_a_case_begins_once() -> None:
    assert document(SETTINGS).count("[*] -->") == 1


@pytest.mark.parametrize("state", State)
def test_every_state_stands_in_the_diagram(state: State) -> None:
    assert f'state "{STATES[state].zh} {state}" as {state}' in document(SETTINGS)


@pytest.mark.parametrize(
    ("words", "things"),
    [
        pytest.param(STATES, State, id="states"),
        pytest.param(ACTIONS, Action, id="actions"),
        pytest.param(ROLES, Role, id="roles"),
        pytest.param(DUES, DueKind, id="deadlines"),
        pytest.param(REASONS, DismissReason, id="reasons"),
        pytest.param(GROUNDS, ReferralGround, id="grounds"),
        pytest.param(FIELDS, {field.name for row in ROWS for field in fields(row.needs)}, id="parts"),
    ],
)
def test_everything_has_a_name_in_both_languages(words: dict[str, Words], things: set[str]) -> None:
    assert set(words) == set(things)
    assert all(zh and en and zh != en for zh, en in words.values())
    assert len({zh for zh, _ in words.values()}) == len(words)
