"""Whatever happened at a site before: every package verifies, and the same records give the same manifest."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from records.chain.keyring import open_key, replace_key
from records.database import open_database
from records.evidence import EvidenceFolder
from records.package.checking import verify_package
from records.package.maker import Made
from records.roles import Level
from records.scopes import Scope, Sight
from records.verify import verify
from tests.records.build import T0, attach, copied, sink_of, snapshots, violation
from tests.records.packages import ASKED, PackageStore, verdict

NOWHERE = frozenset[Scope]()
STALL = frozenset({Scope(Level.MERCHANT, "m1")})
DEEDS = st.lists(st.sampled_from(["another", "neighbour", "verdict", "photo", "export", "key"]), max_size=8)


def do(store: PackageStore, deed: str, number: int, event: UUID) -> None:
    """One thing that happens at the site."""
    sink = sink_of(store.database, store.folder.root)
    match deed:
        case "another":
            sink.violation(violation(f"a{number}"), snapshots(number))
        case "neighbour":
            sink.violation(violation(f"n{number}", zone="z2", merchant="m2"), snapshots(number))
        case "verdict":
            verdict(store.database, event, number)
        case "photo":
            attach(store.database, store.folder, event, f"photo {number}".encode(), (64, 36))
        case "export":
            store.package(events=(event,))
        case "key":
            store.database.sign_with(replace_key(store.database, store.place, T0, f"lost {number}"))


def packed(store: PackageStore, event: UUID, *, stall: bool) -> Made:
    """One package, as a stall or as who may see everything; verified."""
    changes = {"sight": Sight(STALL, NOWHERE, STALL), "originals": NOWHERE} if stall else {}
    path, made = store.package(ASKED, events=(event,), **changes)
    assert [str(finding) for finding in verify_package(path).findings] == []
    return made


@settings(max_examples=25)
@given(before=DEEDS, after=DEEDS, stall=st.booleans())
def test_a_package_verifies_and_says_the_same_of_the_same(before: list[str], after: list[str], stall: bool) -> None:
    with TemporaryDirectory() as folder, open_database(copied(Path(folder))) as database:
        place, event = Path(folder), violation("mine").id
        database.sign_with(open_key(database, place, T0))
        store = PackageStore(database, EvidenceFolder(place / "evidence", database.id), place)
        for number, deed in enumerate(before):
            if deed in ("another", "neighbour", "key"):
                do(store, deed, number, event)
        sink_of(database, store.folder.root).violation(violation("mine"), snapshots(99))
        for number, deed in enumerate(after):
            do(store, deed, 100 + number, event)
        first, again = (packed(store, event, stall=stall) for _ in range(2))
        assert (first.sha256, first.manifest) == (again.sha256, again.manifest)
        assert verify(database, store.folder).findings == ()
