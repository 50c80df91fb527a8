"""`sunkitchen evidence`: verify a store or a package, export a package, and the key that signs both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from sunkitchen.console import out, progress, say
from sunkitchen.options import JsonOption

if TYPE_CHECKING:
    from records.findings import Finding
    from records.keys import PublicKey

app = typer.Typer(no_args_is_help=True, help="证据 Evidence (docs/evidence.md).")
StoreArgument = Annotated[Path, typer.Argument(help="盒子或 analyse 的数据目录 folder of a box or of an analysis")]
KeyOption = Annotated[
    Path | None, typer.Option("--key", help="另处得到的公钥 (PEM) the box's public key, as you got it elsewhere")
]


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(help="数据目录或证据包 folder of a store, or a package (zip)")] = Path("data"),
    key: KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """核验链、签名、记录与文件。 Go through chain, signatures, rows and files, and name what differs."""
    trusted = () if key is None else (_read_key(key),)
    told = _verify_package(path, trusted) if path.is_file() else _verify_store(path, trusted)
    if as_json:
        out(json.dumps(told))
    if told["findings"]:
        raise typer.Exit(1)


@app.command()
def export(
    events: Annotated[list[UUID], typer.Argument(help="事件编号 ids of violations")],
    file: Annotated[Path, typer.Option("--out", help="新的 zip 文件 a new file")],
    reason: Annotated[str, typer.Option(help="为何导出, 记入链中 why, on record for ever")],
    data: Annotated[Path, typer.Option(help="数据目录 folder of a box or of an analysis")] = Path("data"),
    hide_faces: Annotated[bool, typer.Option("--hide-faces", help="遮挡人脸 no originals, no faces")] = False,
    as_json: JsonOption = False,
) -> None:
    """导出证据包: 一个签名的 zip, 无需本软件即可核验。 All there is of events as one signed zip."""
    from sunkitchen.evidence import exporting

    if len(reason.strip()) < 4:
        raise typer.BadParameter("说明理由, 至少 4 个字符: say why, in 4 characters or more", param_hint="--reason")
    made = exporting.export(data, events, file, reason.strip(), hide_faces=hide_faces)
    say(f"{file}: {len(made.manifest.events)} events 个事件, {len(made.manifest.files)} files 个文件")
    for one in made.manifest.absent:
        say(f"  未包含 not in it: {one.kind} {one.stored.id}: {one.why}")
    say(f"清单 manifest sha256 {made.sha256}, 签名公钥指纹 signed by {made.key}")
    if as_json:
        absent = [{"kind": one.kind, "id": one.stored.id, "why": one.why} for one in made.manifest.absent]
        told = {"out": str(file), "manifest_sha256": made.sha256, "key": made.key, "absent": absent}
        out(json.dumps(told | {"files": len(made.manifest.files)}, ensure_ascii=False))
    else:
        out(str(file))


@app.command("key")
def public_key(path: StoreArgument = Path("data")) -> None:
    """盒子的公钥, 供他处保存核对。 The box's public key, to be kept elsewhere."""
    from records.keys import public_keys
    from sunkitchen.store import open_existing

    with open_existing(path) as store, store.database.reading() as session:
        key = public_keys(session)[-1]
    say(f"指纹 fingerprint: {key.fingerprint}")
    out(key.pem.strip())


@app.command("new-key")
def new_key(
    reason: Annotated[str, typer.Option(help="为何更换 why, on record for ever")],
    path: StoreArgument = Path("data"),
) -> None:
    """密钥遗失或泄露后更换。 Another key, after the old one was lost or read by others."""
    from datetime import UTC, datetime

    from records.chain.keyring import replace_key
    from sunkitchen.store import open_existing

    with open_existing(path) as store:
        key = replace_key(store.database, store.folder, datetime.now(UTC), reason)
    say("重启盒子后生效 in force at the box's next start")
    out(key.fingerprint)


def _verify_store(path: Path, trusted: Sequence[PublicKey]) -> dict[str, object]:
    from records.verify import verify as verify_store
    from sunkitchen.store import open_existing

    with open_existing(path) as store, progress("verify 核验", None) as step:
        report = verify_store(
            store.database, store.evidence, trusted, progress=lambda done, total: step(done, f"{done}/{total}")
        )
    _say(report.findings, report.files, report.links, report.keys)
    return {"files": report.files, "links": report.links, "keys": report.keys, "findings": _plain(report.findings)}


def _verify_package(path: Path, trusted: Sequence[PublicKey]) -> dict[str, object]:
    from records.package.checking import verify_package

    report = verify_package(path, trusted)
    for event in report.events:
        say(f"{event.id} {event.code} {event.site} ({event.share})")
    _say(report.findings, report.files, report.links, (report.key,))
    if not trusted:
        say("指纹须另行核对, 或以 --key 给出。 Ask the box's keeper for the fingerprint, or give --key.")
    told = {"files": report.files, "links": report.links, "keys": (report.key,), "manifest_sha256": report.sha256}
    return told | {"events": [event.id for event in report.events], "findings": _plain(report.findings)}


def _say(findings: Sequence[Finding], files: int, links: int, keys: Sequence[str]) -> None:
    for finding in findings:
        say(f"✗ {finding}")
    say(f"{files} files 个文件, {links} links 个链环, {len(findings)} findings 处不符")
    for key in keys:
        say(f"签名公钥指纹 signed by {key}")


def _plain(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"kind": f.kind, "path": f.path, "expected": f.expected, "came": f.came} for f in findings]


def _read_key(path: Path) -> PublicKey:
    from records.keys import PublicKey
    from vision.errors import StoreError

    try:
        return PublicKey.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: expected the PEM text of a public key, came a file that cannot be read") from error
