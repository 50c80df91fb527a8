"""What is said of kept heads over the interface: by whom, of whose, and what comes back of a picture."""

from __future__ import annotations

from dataclasses import replace

import httpx
import numpy as np
import pytest

from api.app import create_api
from records import samples
from records.roles import Role
from tests.api.build import PATIENCE_S, TestBox, head, serving
from vision.pixels import decode_jpeg

SITE = "/api/v1/sites/market"
HEAD = f"{SITE}/heads/{head('c1').id}"


def said(box: TestBox) -> dict[str, str]:
    with box.database.reading() as session:
        kept = samples.one(session, head("c1").id, "market")
    assert kept is not None
    return dict(kept.words)


SAYINGS = [
    pytest.param([{"hat": "net"}], {"hat": "net"}, id="one attribute"),
    pytest.param([{"hat": "net", "mask": "none"}], {"hat": "net", "mask": "none"}, id="both"),
    pytest.param([{"hat": "net"}, {"hat": "cap"}], {"hat": "cap"}, id="the last word counts"),
    pytest.param([{"hat": "net", "mask": "none"}, {"hat": None}], {"mask": "none"}, id="taken back"),
    pytest.param([{"hat": "net"}, {}], {"hat": "net"}, id="what is left out stays"),
]


@pytest.mark.parametrize(("sayings", "kept"), SAYINGS)
def test_labels_are_kept_as_the_command_keeps_them(
    box: TestBox, door: httpx.Client, sayings: list[dict[str, str | None]], kept: dict[str, str]
) -> None:
    for words in sayings:
        answer = door.post(f"{HEAD}/label", json=words, headers=box.bearer_of(Role.MANAGER))
    assert (answer.status_code, answer.json()["words"], said(box)) == (200, kept, kept)


REFUSED = [
    pytest.param(Role.SUPERVISOR, HEAD, {"hat": "net"}, 403, id="a supervisor does not judge"),
    pytest.param(Role.MANAGER, f"/api/v1/sites/canteen/heads/{head('k1').id}", {"hat": "net"}, 404, id="another's"),
    pytest.param(Role.MANAGER, f"{SITE}/heads/{head('k1').id}", {"hat": "net"}, 404, id="by way of one's own site"),
    pytest.param(Role.HEAD, HEAD, {"hat": "toque"}, 422, id="no such word"),
    pytest.param(Role.HEAD, HEAD, {"shoes": "net"}, 422, id="no such attribute"),
]


@pytest.mark.parametrize(("role", "path", "words", "status"), REFUSED)
def test_what_is_not_theirs_or_nobody_understands_is_refused(
    box: TestBox, door: httpx.Client, role: Role, path: str, words: dict[str, str], status: int
) -> None:
    assert door.post(f"{path}/label", json=words, headers=box.bearer_of(role)).status_code == status
    assert said(box) == {}


def test_a_head_is_served_with_its_eyes_hidden_and_nothing_else_clear(box: TestBox, door: httpx.Client) -> None:
    answer = door.get(HEAD, headers=box.bearer_of(Role.MANAGER))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    picture = decode_jpeg(answer.content)
    assert picture.shape[0] == picture.shape[1] < 200
    kept = decode_jpeg(head("c1").jpeg)
    middle = picture.shape[0] // 2
    assert abs(int(np.median(picture[middle - 4 : middle + 4, middle - 4 : middle + 4])) - 220) < 12
    assert picture.tobytes() != kept.tobytes()
    again = door.get(HEAD, headers=box.bearer_of(Role.MANAGER) | {"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_program_that_learns_nothing_says_so(box: TestBox, door: httpx.Client) -> None:
    theirs = box.bearer_of(Role.MANAGER)
    told = [door.post(f"{SITE}/enrolment/{step}", json={"version": "x"}, headers=theirs) for step in ("fit", "install")]
    assert [answer.status_code for answer in told] == [409, 409]
    standing = door.get(f"{SITE}/enrolment", headers=theirs).json()
    assert (standing["kept"], standing["version"], standing["lesson"]["stage"]) == (1, "", "none")


def test_nobody_elses_heads_are_listed(box: TestBox) -> None:
    with serving(create_api(replace(box.context))) as address:
        answer = httpx.get(f"{address}{SITE}/heads", headers=box.bearer_of(Role.HEAD), timeout=PATIENCE_S)
    assert [one["id"] for one in answer.json()["items"]] == [str(head("c1").id)]
