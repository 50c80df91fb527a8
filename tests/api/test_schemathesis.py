"""Whatever is sent to the interface, by whomever: no answer is the box's fault, each is as documented, and the evidence
still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import copytree

import httpx
import pytest

from api.app import create_api
from records.verify import verify
from tests.api.build import PATIENCE_S, open_box, serving
from tests.api.conftest import Template
from tests.api.fuzzing import AT, Fuzzed, fill_with_cases

PARTS = 4
DOCUMENT = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def fuzzed(filled: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    place = copytree(filled.place, tmp_path_factory.mktemp("fuzzed"), dirs_exist_ok=True)
    with open_box(place, filled.key) as box:
        box.clock.at = AT
        fill_with_cases(box)
        app = create_api(box.context)
        with serving(app) as address:
            document = httpx.get(address + DOCUMENT, headers=box.bearer, timeout=PATIENCE_S).json()
            yield Fuzzed.of(box, app, document, address)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_is_the_boxs_fault(part: int, fuzzed: Fuzzed) -> None:
    asked = fuzzed.operations()[part::PARTS]
    wrong = {operation.label: fuzzed.ask(operation) for operation in asked}
    assert {label: faults for label, faults in wrong.items() if faults} == {}
    assert len(asked) >= 8


def test_most_of_it_came_through(fuzzed: Fuzzed) -> None:
    """Else nothing but doors would have been tried."""
    labels = {operation.label for operation in fuzzed.operations()}
    well = {label for label, status in fuzzed.answered if status < 300}
    assert len(well) > 0.6 * len(labels), labels - well


def test_the_box_is_well_afterwards(fuzzed: Fuzzed) -> None:
    report = verify(fuzzed.box.database, fuzzed.box.context.evidence)
    assert report.findings == ()
    assert report.links > 0
    assert httpx.get(f"{fuzzed.schema.config.base_url}/readyz").status_code == 200
