"""Recordings that people bring: a folder each, told by what is written in it, and gone in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from records.uploads import Uploads, UploadState

AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
KEEP = timedelta(days=7)


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", 1000, KEEP)


def test_a_life(uploads: Uploads) -> None:
    one = uploads.begin("mgr", "../../etc/passwd", AT)
    assert uploads.place(one.id).parent == uploads.folder
    assert uploads.get(one.id) == one
    running = replace(one, size=10, state=UploadState.RUNNING)
    uploads.note(running)
    uploads.progress_of(one.id).write_text("0.25", encoding="utf-8")
    assert uploads.get(one.id) == replace(running, share=0.25)
    uploads.note(replace(running, state=UploadState.DONE, share=1.0))
    assert [(each.state, each.share) for each in uploads.all()] == [(UploadState.DONE, 1.0)]
    uploads.remove(one.id)
    assert (uploads.get(one.id), uploads.all(), list(uploads.folder.iterdir())) == (None, (), [])


def test_the_newest_comes_first_and_unknown_ones_are_not_there(uploads: Uploads) -> None:
    first, second = uploads.begin("a", "x", AT), uploads.begin("b", "y", AT + timedelta(minutes=1))
    assert [one.id for one in uploads.all()] == [second.id, first.id]
    assert uploads.get(uuid4()) is None


@pytest.mark.parametrize(
    ("state", "age", "stays"),
    [
        pytest.param(UploadState.DONE, KEEP, True, id="its last moment"),
        pytest.param(UploadState.DONE, KEEP + timedelta(seconds=1), False, id="its time is over"),
        pytest.param(UploadState.FAILED, KEEP + timedelta(seconds=1), False, id="failed ones go too"),
        pytest.param(UploadState.COMING, timedelta(hours=5), True, id="still coming"),
        pytest.param(UploadState.COMING, timedelta(hours=7), False, id="never came whole"),
    ],
)
def test_what_goes_in_time(uploads: Uploads, state: UploadState, age: timedelta, stays: bool) -> None:
    one = uploads.begin("mgr", "x", AT)
    uploads.note(replace(one, state=state))
    uploads.remove_old(AT + age)
    assert (uploads.get(one.id) is not None) is stays


@pytest.mark.parametrize("text", ["", "soon", "-1", "7"], ids=["empty", "words", "less than nothing", "more than all"])
def test_a_broken_progress_is_none_or_all(uploads: Uploads, text: str) -> None:
    one = uploads.begin("mgr", "x", AT)
    uploads.note(replace(one, state=UploadState.RUNNING))
    uploads.progress_of(one.id).write_text(text, encoding="utf-8")
    found = uploads.get(one.id)
    assert found is not None
    assert found.share in (0.0, 1.0)
