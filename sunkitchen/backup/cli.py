"""`sunkitchen backup` and `sunkitchen restore`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from sunkitchen.console import out, progress, say
from sunkitchen.options import ConfigOption, JsonOption

KEEP = 7
StampOption = Annotated[str | None, typer.Option("--stamp", help="哪一个, 默认最新 which one; the newest by default")]


def backup(
    config: ConfigOption,
    folder: Annotated[Path, typer.Option("--out", help="备份目录 folder of backups")],
    keep: Annotated[int, typer.Option(min=1, help="保留几个 how many stay")] = KEEP,
    as_json: JsonOption = False,
) -> None:
    """备份一台盒子, 不必停机。 A copy of the box's store, while it works; only what is new is copied."""
    from datetime import UTC, datetime

    from sunkitchen.backup.layout import read_label
    from sunkitchen.backup.making import make_backup
    from sunkitchen.config import load_config

    store = load_config(config).box.data
    with progress("备份 backup", None) as step:
        made = make_backup(store, folder, datetime.now(UTC), keep, step)
    label = read_label(made)
    size = f"{label.files} 个文件 files, {label.size_bytes / 1e6:.1f} MB"
    say(f"{made}: {size}; 含私钥与人像, 妥善保管 it holds a private key and people's pictures: lock it away")
    out(json.dumps({"backup": str(made), **asdict(label)}) if as_json else str(made))


def restore(
    config: ConfigOption,
    folder: Annotated[Path, typer.Option("--from", help="备份目录 folder of backups")],
    stamp: StampOption = None,
    as_json: JsonOption = False,
) -> None:
    """把备份恢复到空目录, 逐个文件核对。 Bring a backup back to where nothing is; every file is checked."""
    from sunkitchen.backup import restoring
    from sunkitchen.backup.layout import read_sums
    from sunkitchen.config import load_config

    store, backup = load_config(config).box.data, restoring.chosen(folder, stamp)
    with progress("恢复 restore", len(read_sums(backup))) as step:
        label = restoring.restore(backup, store, step)
    say(f"{store}: 恢复到 as of {label.at}; 此后的记录不在其中 what came later is not in it")
    say("  核验 verify it: sunkitchen evidence verify")
    say("  到期删除会先等人确认 retention waits for you: sunkitchen retention run --older-database")
    out(json.dumps({"store": str(store), **asdict(label)}) if as_json else str(store))
