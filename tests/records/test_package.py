"""A package holds all there is of an event as far as who asks may have it, proves itself, and is on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID
from zipfile import ZIP_DEFLATED

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from records import audit, tables
from records.canonical import canonical, digest
from records.chain.keyring import open_key, replace_key
from records.chain.links import Entry, append, forget
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.findings import FindingKind
from records.keys import PrivateKey, PublicKey
from records.package.checking import PackageReport, verify_package
from records.package.manifest import Form, Share, WhyAbsent
from records.retention.plan import Going
from records.retention.removing import remove
from records.roles import Level
from records.scopes import Scope, Sight
from records.sink import DatabaseSink
from records.states import LinkKind, Matter, Noted
from records.verify import verify
from tests.records.build import T0, copied, life, sink_of, violation
from tests.records.packages import EVENT, OTHER, PHOTO, PackageStore, contents, filled, rezipped, verdict
from vision.errors import PackageError, StoreError

FLIPS = 100
STALL = frozenset({Scope(Level.MERCHANT, "m1")})
NOWHERE = frozenset[Scope]()


@pytest.fixture
def store(database: Database, folder: EvidenceFolder, sink: DatabaseSink, tmp_path: Path) -> PackageStore:
    return filled(database, folder, sink, tmp_path)


def told(report: PackageReport) -> list[str]:
    return [str(finding) for finding in report.findings]


def test_a_package_verifies_and_holds_everything(store: PackageStore) -> None:
    path, made = store.package()
    report, files = verify_package(path), contents(path)
    assert told(report) == []
    assert (report.key, report.sha256, report.files) == (made.key, made.sha256, len(made.manifest.files))
    kinds = {(file.kind, file.form) for file in made.manifest.files if file.event}
    stored = {(kind, Form.STORED) for kind in ("original", "annotated", "attachment", "clip")}
    assert kinds == stored | {("document", Form.MADE)}
    assert PHOTO in files.values()
    event = json.loads(files[f"events/{EVENT}/event.json"])
    assert event["event"]["code"] == "NO_HAT"
    assert event["legal_basis"] == ["NO_HAT", "", "farmers_market"]
    assert event["time"]["local"]["started_at"] == "2026-03-02T16:30:00.000+08:00"
    assert [step["actor"] for step in json.loads(files[f"events/{EVENT}/review.json"])] == ["mgr"]
    looks = json.loads(files[f"events/{EVENT}/looks.json"])
    assert [look["judgements"][0]["attribute"] for look in looks] == ["hat"] * len(looks)
    versions = json.loads(files["versions.json"])
    assert versions["exported_with"]["software"] == {"version": "1", "commit": "abc"}
    assert versions["recorded_with"][str(EVENT)]["model"] == "heads 1"


def test_the_manifest_is_canonical_and_lists_every_file(store: PackageStore) -> None:
    path, made = store.package()
    files = contents(path)
    manifest = json.loads(files["manifest.json"])
    assert files["manifest.json"] == canonical(manifest)
    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    outside = {"manifest.json", "manifest.sig", "export.jsonl", "SHA256SUMS"}
    assert listed == {name: digest(data) for name, data in files.items() if name not in outside}
    assert digest(files["manifest.json"]) == made.sha256


def test_the_same_records_give_the_same_manifest(store: PackageStore) -> None:
    first, again = (store.package(reason=reason, who=who) for reason, who in (("one", "a"), ("two", "b")))
    assert first[1].sha256 == again[1].sha256
    one, other = contents(first[0]), contents(again[0])
    assert {name for name in one if one[name] != other[name]} == {"export.jsonl", "SHA256SUMS"}
    verdict(store.database, EVENT, 2)
    assert store.package()[1].sha256 != first[1].sha256


def test_an_export_is_on_record_in_chain_and_audit_log(store: PackageStore) -> None:
    path, made = store.package()
    (link,) = contents(path)["export.jsonl"].splitlines()
    note = json.loads(json.loads(link)["body"])["note"]
    assert note == {
        "who": "mgr",
        "reason": "an appeal",
        "events": [str(EVENT)],
        "files": ["stored"],
        "manifest_sha256": made.sha256,
    }
    with store.database.reading() as session:
        (kept,) = session.scalars(select(tables.ChainLink).where(tables.ChainLink.kind == LinkKind.EXPORT))
        line = audit.lines(session)[0]
    assert (kept.site, kept.subject, kept.at, kept.signature) == (
        "market",
        made.sha256,
        T0,
        json.loads(link)["signature"],
    )
    assert (line.action, line.who, line.subject, line.reason) == (Noted.EXPORTED, "mgr", str(EVENT), "an appeal")
    assert verify(store.database, store.folder).findings == ()


def test_what_is_recorded_of_an_export_outlives_the_event(store: PackageStore) -> None:
    _, made = store.package()
    with store.database.writing() as session:
        append(session, Entry("market", T0, LinkKind.DELETION, EVENT))
        forget(session, EVENT)
        (kept,) = session.scalars(select(tables.ChainLink.body).where(tables.ChainLink.kind == LinkKind.EXPORT))
    assert kept is not None
    assert made.sha256 in kept


def test_what_cannot_be_signed_is_not_exported(store: PackageStore) -> None:
    with store.database.reading() as session:
        before = session.scalars(select(tables.ChainLink.sha256)).all()
    store.database.sign_with(None)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="expected the box's key"):
        store.package()
    with store.database.reading() as session:
        assert session.scalars(select(tables.ChainLink.sha256)).all() == before
        assert [line for line in audit.lines(session) if line.action is Noted.EXPORTED] == []


@pytest.mark.parametrize(
    ("events", "words"),
    [
        pytest.param((), "1 to 20", id="none"),
        pytest.param(tuple(violation(f"v{n}").id for n in range(21)), "1 to 20", id="too many"),
        pytest.param((EVENT, violation("nobody").id), "of this box", id="one that is not there"),
    ],
)
def test_what_cannot_be_packed_is_told(store: PackageStore, events: tuple[object, ...], words: str) -> None:
    with pytest.raises(PackageError, match=words):
        store.package(events=events)


def test_several_events_and_keys_go_into_one_package(store: PackageStore, tmp_path: Path) -> None:
    store.database.sign_with(replace_key(store.database, tmp_path, T0, "lost"))
    path, made = store.package(events=(OTHER, EVENT))
    assert told(verify_package(path)) == []
    assert [part.id for part in made.manifest.events] == sorted((str(EVENT), str(OTHER)))
    assert len(made.manifest.keys) == 2


def test_who_may_not_have_originals_gets_pictures_without_faces(store: PackageStore) -> None:
    path, made = store.package(originals=NOWHERE)
    pictures = [file for file in made.manifest.files if file.stored is not None]
    assert {file.form for file in pictures} == {Form.FACES_HIDDEN}
    assert {contents(path)[file.path][:8] for file in pictures} == {b"hidden: "}
    taken = {digest(one.jpeg) for _, snapshots in life() for one in snapshots} | {digest(b"film")}
    assert {file.stored.sha256 for file in pictures if file.stored is not None} == taken
    assert [(one.kind, one.why, one.stored.sha256) for one in made.manifest.absent] == [
        ("attachment", WhyAbsent.NOT_ALLOWED, digest(PHOTO))
    ]
    assert PHOTO not in contents(path).values()
    assert told(verify_package(path)) == []


def stalls(store: PackageStore, event: UUID = EVENT) -> Path:
    """What the first stall gets."""
    return store.package(events=(event,), sight=Sight(STALL, NOWHERE, STALL), originals=NOWHERE)[0]


def test_a_stalls_package_tells_nothing_of_its_neighbour(store: PackageStore) -> None:
    files = contents(stalls(store))
    for neighbour in (str(OTHER), '"m2"', '"z2"', "甬味熟食", '"heads":', '"looks":', "10.0.0.9"):
        assert [name for name, data in files.items() if neighbour.encode() in data] == [], neighbour


def test_a_stalls_package_verifies(store: PackageStore) -> None:
    report = verify_package(stalls(store))
    assert (told(report), [part.share for part in report.events]) == ([], [Share.STALL])


def test_a_stall_is_given_no_other_events(store: PackageStore) -> None:
    with pytest.raises(PackageError, match="that you may see"):
        stalls(store, OTHER)


def lost(store: PackageStore, path: str) -> None:
    (store.folder.root / path).unlink()


def changed(store: PackageStore, path: str) -> None:
    (store.folder.root / path).write_bytes(b"another picture")


def deleted(store: PackageStore, path: str) -> None:
    lost(store, path)
    with store.database.writing() as session:
        row = tables.Removal(path=path, violation=EVENT, at=T0, matter=Matter.PICTURE, rule="dismissed")
        session.add(row)
        append(session, Entry("market", T0, LinkKind.DELETION, EVENT, [row], files=[path]))


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        pytest.param(lost, WhyAbsent.MISSING, id="lost"),
        pytest.param(changed, WhyAbsent.DIFFERS, id="changed"),
        pytest.param(deleted, WhyAbsent.DELETED, id="deleted by retention"),
    ],
)
def test_a_file_that_is_not_there_is_listed_with_the_reason(
    store: PackageStore, harm: Callable[[PackageStore, str], None], why: WhyAbsent
) -> None:
    harm(store, f"c1/2026-03-02/{EVENT}/first-00000025.original.jpg")
    path, made = store.package()
    assert [(one.kind, one.why) for one in made.manifest.absent] == [("original", why)]
    assert told(verify_package(path)) == []


def test_of_what_retention_took_the_rest_still_verifies(store: PackageStore) -> None:
    """Looks gone, bodies of before erased: what stays is said again, and compared."""
    with store.database.writing() as session:
        remove(session, [Going(EVENT, "market", Matter.LOOKS, "looks", T0, ())], T0)
    path, _ = store.package()
    assert told(verify_package(path)) == []
    assert json.loads(contents(path)[f"events/{EVENT}/looks.json"]) == []
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE case_step SET actor = 'nobody'")
    again, _ = store.package()
    assert [finding.path for finding in verify_package(again).findings] == [f"events/{EVENT}/review.json"]


def test_what_no_table_of_kinds_knows_is_for_originals_only(store: PackageStore) -> None:
    with store.database.writing() as session:
        row = session.scalars(select(tables.Evidence).where(tables.Evidence.violation == EVENT)).first()
        assert row is not None
        session.connection().exec_driver_sql("UPDATE evidence SET kind = 'hologram' WHERE id = ?", (row.id.hex,))
    _, whole = store.package()
    _, less = store.package(originals=NOWHERE)
    assert [file.path.split("/")[2] for file in whole.manifest.files if file.kind == "hologram"] == ["other"]
    assert ("hologram", WhyAbsent.NOT_ALLOWED) in {(one.kind, one.why) for one in less.manifest.absent}


def test_rows_changed_behind_our_back_are_found_in_the_package(store: PackageStore) -> None:
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE case_step SET actor = 'nobody'")
        session.connection().exec_driver_sql("UPDATE look SET x0 = 11")
    path, _ = store.package()
    named = {finding.path for finding in verify_package(path).findings}
    assert named == {f"events/{EVENT}/looks.json", f"events/{EVENT}/review.json"}


def flipped(files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    """One bit of one file, each byte of all as likely as any other."""
    name = chance.choices(list(files), [len(data) for data in files.values()])[0]
    data = bytearray(files[name])
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return name, files | {name: bytes(data)}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package nobody changes."""
    place = tmp_path_factory.mktemp("packed")
    with open_database(copied(place)) as database:
        database.sign_with(open_key(database, place, T0))
        sink, folder = sink_of(database, place / "evidence"), EvidenceFolder(place / "evidence", database.id)
        return filled(database, folder, sink, place).package()[0]


@pytest.mark.parametrize("seed", range(FLIPS))
def test_one_bit_anywhere_in_the_contents_is_found_and_named(packed: Path, tmp_path: Path, seed: int) -> None:
    name, files = flipped(contents(packed), Random(seed))
    try:
        named = told(verify_package(rezipped(tmp_path / "flipped.zip", files)))
    except PackageError as error:
        named = [str(error)]
    assert any(name in line for line in named), f"{name}: {named}"


@pytest.mark.parametrize("name", sorted(["manifest.json", "manifest.sig", "export.jsonl", "SHA256SUMS", "README.txt"]))
def test_one_bit_of_each_of_the_small_ones_is_named(packed: Path, tmp_path: Path, name: str) -> None:
    files = contents(packed)
    for place in range(0, len(files[name]), max(len(files[name]) // 40, 1)):
        data = bytearray(files[name])
        data[place] ^= 1
        try:
            named = told(verify_package(rezipped(tmp_path / "flipped.zip", files | {name: bytes(data)})))
        except PackageError as error:
            named = [str(error)]
        assert any(name in line for line in named), f"{name} {place}: {named}"


@pytest.mark.parametrize("seed", range(FLIPS))
def test_one_bit_of_the_zip_itself_is_found_or_changes_nothing(packed: Path, tmp_path: Path, seed: int) -> None:
    data = bytearray(packed.read_bytes())
    chance = Random(seed)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path = tmp_path / "flipped.zip"
    path.write_bytes(data)
    try:
        found = told(verify_package(path))
    except PackageError as error:
        found = [str(error)]
    assert found or contents(path) == contents(packed)


@pytest.mark.parametrize("name", ["manifest.sig", "SHA256SUMS", "export.jsonl", "public-key.pem", "chain/market.jsonl"])
def test_a_file_taken_away_is_missing(packed: Path, tmp_path: Path, name: str) -> None:
    files = contents(packed)
    del files[name]
    findings = verify_package(rezipped(tmp_path / "less.zip", files)).findings
    assert (FindingKind.MISSING, name) in {(finding.kind, finding.path) for finding in findings}


def test_a_file_too_many_is_named(packed: Path, tmp_path: Path) -> None:
    path = rezipped(tmp_path / "more.zip", contents(packed) | {"events/extra.jpg": b"?"})
    (finding,) = verify_package(path).findings
    assert (finding.kind, finding.path) == (FindingKind.UNKNOWN, "events/extra.jpg")


def test_zipped_again_by_another_program_it_verifies(packed: Path, tmp_path: Path) -> None:
    path = rezipped(tmp_path / "again.zip", contents(packed), ZIP_DEFLATED)
    assert told(verify_package(path)) == []


def signed_anew(files: dict[str, bytes], manifest: bytes) -> dict[str, bytes]:
    """What a forger does: another manifest, signed by a key of theirs, and hashes that fit."""
    key = PrivateKey.of(Ed25519PrivateKey.generate())
    told = json.loads(manifest)
    told |= {"key": key.fingerprint, "keys": [key.fingerprint]}
    pem = key.public.pem.encode()
    for file in told["files"]:
        if file["kind"] == "key":
            file["sha256"] = digest(pem)
    data = canonical(told)
    forged = files | {"manifest.json": data, "manifest.sig": key.sign(data), "public-key.pem": pem}
    forged[f"keys/{key.fingerprint}.pem"] = pem
    return forged


def test_a_forgers_key_is_found_by_who_knows_the_boxs(store: PackageStore, tmp_path: Path) -> None:
    path, _ = store.package()
    files = contents(path)
    forged = rezipped(tmp_path / "forged.zip", signed_anew(files, files["manifest.json"]))
    key = PublicKey.parse(files["public-key.pem"].decode())
    assert any(finding.path == "manifest.sig" for finding in verify_package(forged, [key]).findings)
    assert any("market/" in finding.path for finding in verify_package(forged).findings)
    assert verify_package(path, [key]).findings == ()


def test_a_link_taken_out_of_the_chain_is_named_though_all_hashes_fit(store: PackageStore, tmp_path: Path) -> None:
    path, _ = store.package()
    files = contents(path)
    lines = files["chain/market.jsonl"].splitlines(keepends=True)
    assert b'"kind":"violation"' in lines[1].replace(b"\\", b"")
    less = b"".join(lines[:1] + lines[2:])
    told_anew = json.loads(files["manifest.json"])
    for file in told_anew["files"]:
        if file["kind"] == "chain":
            file["sha256"] = digest(less)
    forged = signed_anew(files | {"chain/market.jsonl": less}, canonical(told_anew))
    named = {finding.path for finding in verify_package(rezipped(tmp_path / "less.zip", forged)).findings}
    assert {"link:market/2", "link:market/3"} <= named
