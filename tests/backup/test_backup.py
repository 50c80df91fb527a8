"""Backups: made while somebody writes, brought back whole and verified, and nothing in them that nobody may keep."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select

from records import tables
from records.states import Matter
from records.verify import verify
from sunkitchen.backup.layout import FILES, LABEL, SUMS, backups, read_sums
from sunkitchen.backup.making import make_backup
from sunkitchen.backup.restoring import chosen, restore
from sunkitchen.store import DATABASE, EVIDENCE, Store, open_store
from tests.cli.command import sunkitchen
from tests.records.build import T0, copied, sink_of, snapshots, violation
from tests.records.killing import killed
from vision.errors import StoreError

MAKES = """
import sys
from datetime import timedelta
from pathlib import Path
from sunkitchen.backup.making import make_backup
from tests.records.build import T0

place, first = Path(sys.argv[1]), int(sys.argv[2])
print(first, flush=True)
make_backup(place / "store", place / "backups", T0 + timedelta(seconds=first), keep=3)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a store in which two violations are."""
    (tmp_path / "store").mkdir()
    copied(tmp_path).rename(tmp_path / "store" / DATABASE)
    with open_store(tmp_path / "store") as store:
        add(store, 0)
        add(store, 1)
    return tmp_path


def add(store: Store, number: int) -> None:
    sink_of(store.database, store.evidence.root).violation(violation(f"v{number}"), snapshots(number))


def backed(place: Path, second: int = 0, keep: int = 3) -> Path:
    return make_backup(place / "store", place / "backups", T0 + timedelta(seconds=second), keep)


def held(folder: Path) -> set[str]:
    """Violations of a store that holds in all its links, rows and files."""
    with open_store(folder) as store:
        assert verify(store.database, store.evidence).findings == ()
        with store.database.reading() as session:
            return {str(row) for row in session.scalars(select(tables.Violation.id))}


def test_what_was_backed_up_is_brought_back_and_verifies(place: Path) -> None:
    made = backed(place)
    restore(made, place / "again")
    assert held(place / "again") == held(place / "store")
    assert len(held(place / "again")) == 2


def test_any_sha256sum_checks_it(place: Path) -> None:
    made = backed(place)
    done = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=made, capture_output=True, check=False)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(read_sums(made)) >= 7


@pytest.fixture
def busy(place: Path) -> Iterator[Path]:
    """Somebody writes all the while."""
    stop = Event()

    def write() -> None:
        with open_store(place / "store") as store:
            for number in range(2, 10_000):
                if stop.is_set():
                    return
                add(store, number)

    writer = Thread(target=write)
    writer.start()
    yield place
    stop.set()
    writer.join()


def test_a_backup_while_somebody_writes_is_one_moment(busy: Path) -> None:
    for second in range(3):
        restore(backed(busy, second), busy / f"again{second}")
    counts = [len(held(busy / f"again{second}")) for second in range(3)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_only_what_is_new_is_copied(place: Path) -> None:
    first = backed(place)
    before = {path: path.stat().st_ino for path in (place / "backups" / FILES).rglob("*.jpg")}
    with open_store(place / "store") as store:
        add(store, 2)
    second = backed(place, 1)
    after = {path: path.stat().st_ino for path in (place / "backups" / FILES).rglob("*.jpg")}
    assert before.items() <= after.items()
    assert (len(before), len(after)) == (4, 6)
    assert backups(place / "backups") == (first, second)


def test_what_went_from_the_store_goes_with_the_last_backup_that_held_it(place: Path) -> None:
    backed(place)
    gone = next((place / "store" / EVIDENCE).rglob("*.jpg"))
    copy = place / "backups" / FILES / gone.relative_to(place / "store")
    with open_store(place / "store") as store, store.database.writing() as session:
        of = session.scalars(select(tables.Violation.id)).first()
        path = gone.relative_to(place / "store" / EVIDENCE).as_posix()
        session.add(tables.Removal(path=path, violation=of, at=T0, matter=Matter.PICTURE, rule="r"))
    gone.unlink()
    backed(place, 1, keep=2)
    assert copy.exists()
    backed(place, 2, keep=2)
    assert not copy.exists()


def test_older_ones_go_and_the_newest_is_chosen(place: Path) -> None:
    made = [backed(place, second, keep=2) for second in range(4)]
    assert backups(place / "backups") == tuple(made[2:])
    assert chosen(place / "backups", None) == made[3]
    assert chosen(place / "backups", made[2].name) == made[2]


@pytest.mark.parametrize("seed", range(5))
def test_killed_in_the_middle_there_is_no_half_backup(place: Path, seed: int) -> None:
    backed(place)
    killed(MAKES, place, 100 + seed, seed * 0.02)
    for made in backups(place / "backups"):
        restore(made, place / f"of {made.name}")
        assert len(held(place / f"of {made.name}")) == 2
    assert backed(place, 500).name == backups(place / "backups")[-1].name
    assert not list((place / "backups").glob(".unfinished*"))


def spoil(made: Path) -> None:
    next(path for path in (made.parent / FILES).rglob("*.jpg")).write_bytes(b"something else")


def lose(made: Path) -> None:
    (made / DATABASE).unlink()


def unlabel(made: Path) -> None:
    (made / LABEL).write_text("{}")


def lead_out(made: Path) -> None:
    (made / SUMS).write_text(f"{'0' * 64}  ../../store/{DATABASE}\n")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        pytest.param(spoil, "it was damaged; restore another backup", id="changed"),
        pytest.param(lose, "it is not there; restore another backup", id="lost"),
        pytest.param(unlabel, "expected a finished backup", id="unlabelled"),
        pytest.param(lead_out, "expected lines of hash and path", id="leads-out"),
    ],
)
def test_a_damaged_backup_is_told_and_nothing_is_brought_back(place: Path, harm: object, told: str) -> None:
    made = backed(place)
    assert callable(harm)
    harm(made)
    with pytest.raises(StoreError, match=told):
        restore(made, place / "again")
    assert not (place / "again").exists()


def test_nothing_is_overwritten(place: Path) -> None:
    made = backed(place)
    with pytest.raises(StoreError, match="nothing is ever overwritten"):
        restore(made, place / "store")
    assert len(held(place / "store")) == 2


def test_another_boxs_folder_is_refused(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    backed(place)
    other = tmp_path_factory.mktemp("other")
    with open_store(other), pytest.raises(StoreError, match="expected backups of box"):
        make_backup(other, place / "backups", T0, 3)


def test_by_command(place: Path) -> None:
    config = place / "box.yaml"
    example = Path("configs/demo.yaml").read_text(encoding="utf-8")
    folder = Path("sample_videos").resolve()
    text = example.replace("../sample_videos", str(folder)).replace("../data/demo", str(place / "store"))
    config.write_text(text, encoding="utf-8")
    said = sunkitchen("backup", "--config", config, "--out", place / "backups", "--json")
    assert (said.code, json.loads(said.out)["files"]) == (0, len(read_sums(backups(place / "backups")[0])))
    refused = sunkitchen("restore", "--config", config, "--from", place / "backups")
    assert refused.code == 1
    assert "nothing is ever overwritten" in refused.err
    (place / "store").rename(place / "away")
    assert sunkitchen("restore", "--config", config, "--from", place / "backups").code == 0
    assert len(held(place / "store")) == 2
