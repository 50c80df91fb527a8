"""The `sunkitchen` command.

Exit code 0: it ran through (violations found are no failure). 1: a problem. 2: bad usage.
`--json` prints one JSON document on stdout; everything else goes to stderr.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.logging import RichHandler

from sunkitchen.backup.cli import backup, restore
from sunkitchen.console import console, out, say
from sunkitchen.enrol.cli import app as enrol_app
from sunkitchen.evaluate.cli import evaluate
from sunkitchen.evidence.cli import app as evidence_app
from sunkitchen.networks.cli import app as models_app
from sunkitchen.options import ConfigOption, JsonOption
from sunkitchen.rehearsal.cli import rehearse
from sunkitchen.reports.cli import paper, report
from sunkitchen.retention.cli import app as retention_app
from sunkitchen.users.cli import app as users_app
from vision.errors import ConfigError, SunkitchenError

app = typer.Typer(
    name="sunkitchen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="阳光厨房: 摄像头看, 人来判断。 Cameras watch over food hygiene, people decide.",
)
app.command("eval")(evaluate)
app.command()(report)
app.command()(paper)
app.command()(backup)
app.command()(restore)
app.command()(rehearse)
app.add_typer(evidence_app, name="evidence")
app.add_typer(models_app, name="models")
app.add_typer(enrol_app, name="enrol")
app.add_typer(retention_app, name="retention")
app.add_typer(users_app, name="users")

StartOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%dT%H:%M:%S%z"], help="录像开始时间, 带时区 when it begins, with time zone"),
]
SINCE_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]


def main() -> None:
    """Run the command; no traceback reaches a user."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[RichHandler(console=console)])
    for room in ("api", "cases", "records", "sunkitchen", "vision"):
        logging.getLogger(room).setLevel(logging.INFO)
    try:
        app()
    except ConfigError as error:
        say(f"配置有误 configuration: {len(error.mistakes)} mistake(s)")
        for mistake in error.mistakes:
            say(f"  {mistake}")
        sys.exit(1)
    except SunkitchenError as error:
        say(f"出错 problem: {error}")
        sys.exit(1)
    except Exception as error:
        if os.environ.get("SUNKITCHEN_DEBUG"):
            raise
        say(f"程序错误 an error in the program: {type(error).__name__}: {error}; set SUNKITCHEN_DEBUG=1 to see where")
        sys.exit(1)


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="网页端口 port of the pages")] = 8000,
    data: Annotated[Path, typer.Option(help="数据目录 where the demo keeps its data")] = Path("data/demo"),
    history: Annotated[bool, typer.Option(help="带一个季度的虚构历史 with a made-up quarter behind it")] = True,
) -> None:
    """演示: 四段样片与一个季度的虚构历史, 网页在 8000 端口。 Sample videos, a made-up quarter, pages on port 8000."""
    from sunkitchen.demo.run import run_demo

    run_demo(data, port, history=history)


@app.command()
def run(config: ConfigOption) -> None:
    """一台盒子: 摄像头 → 事件, API 与网页。 A box: cameras to events, API and pages."""
    from sunkitchen.config import load_config
    from sunkitchen.serve import serve

    serve(load_config(config))


@app.command()
def analyse(
    videos: Annotated[list[Path], typer.Argument(help="录像 recorded video: mp4, mkv, avi")],
    out_folder: Annotated[Path, typer.Option("--out", help="结果目录 folder for events.jsonl and evidence")],
    config: Annotated[Path | None, typer.Option("--config", help="区域与规则 whose zones and rules to use")] = None,
    camera: Annotated[str | None, typer.Option(help="配置中的哪个摄像头 which camera of the configuration")] = None,
    start: StartOption = None,
    as_json: JsonOption = False,
) -> None:
    """分析录像 → events.jsonl 与证据。 Recorded video to events and evidence."""
    from sunkitchen.analyse import analyse as analyse_videos

    report = analyse_videos(videos, out_folder, config, camera, start)
    for video in report.videos:
        advisory = f", 其中仅提示 advisory: {video.advisory}" if video.advisory else ""
        say(f"{video.video}: {video.looks} looks 次观察, {video.events} events 事件 {video.by_code or ''}{advisory}")
        if video.failure:
            say(f"  出错 problem: {video.failure}")
    if as_json:
        out(json.dumps({**asdict(report), "events": report.events}, ensure_ascii=False))
    else:
        out(report.events_file)
    if report.failed:
        raise typer.Exit(1)


@app.command("export-hard")
def export_hard(
    config: ConfigOption,
    since: Annotated[datetime, typer.Option(formats=SINCE_FORMATS, help="从何时起 violations opened from then on")],
    folder: Annotated[Path, typer.Option("--out", help="新目录 a new folder")],
    at_random: Annotated[int, typer.Option("--random", min=0, help="随机加入未抓拍的 unflagged ones besides")] = 0,
    as_json: JsonOption = False,
) -> None:
    """导出难例, 供标注与训练。 What was hard, as a labelled folder to correct and to train on."""
    from sunkitchen.config import load_config
    from sunkitchen.networks import export_hard as exporting

    box = load_config(config)
    from_then = since if since.tzinfo else since.replace(tzinfo=box.sites[0].zone_info)
    told = exporting.export_hard(box, from_then, folder, at_random)
    say(f"{folder}: {sum(told.values())} boxes 个框 {told or ''}; 含人脸, 妥善保管 there are faces on it")
    out(json.dumps({"out": str(folder), "boxes": told}, ensure_ascii=False) if as_json else str(folder))


@app.command()
def check(config: ConfigOption, as_json: JsonOption = False) -> None:
    """检查配置、摄像头、模型与算力。 What is wrong with a configuration, and how to mend it."""
    from sunkitchen.check import check as look

    findings = []
    for finding in look(config):
        say(f"{'✓' if finding.ok else '✗'} {finding.subject}: {finding.words}")
        findings.append(finding)
    if as_json:
        out(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="benchmarks/ 中的名字 an entry of benchmarks/")],
    folder: Annotated[Path, typer.Option("--out", help="数字与图 where numbers and plot go")] = Path("out/bench"),
    size: Annotated[int | None, typer.Option(min=1000, help="多少条 (history) over how many rows")] = None,
    as_json: JsonOption = False,
) -> None:
    """运行一个基准测试。 Run one of the benchmarks."""
    from sunkitchen.bench import run_bench

    out(run_bench(name, as_json, folder, size))


@app.command()
def schema(path: Annotated[Path, typer.Option("--out", help="写到 where to write it")]) -> None:
    """写出配置的 JSON schema。 Write the JSON schema of the configuration."""
    from sunkitchen.config.load import schema_text

    path.write_text(schema_text(), encoding="utf-8")


@app.command()
def describe(folder: Annotated[Path, typer.Option("--out", help="文档目录 folder of the documents")]) -> None:
    """写出流程、角色、代码与期限的说明。 How cases are handled, who may what, every code, how long what is kept."""
    from api.access import docs as roles
    from cases import docs
    from sunkitchen import taxonomy
    from sunkitchen.config import load_casebook, load_legal_book, load_retention, load_rulebook
    from sunkitchen.retention import docs as retention

    (folder / "retention.md").write_text(retention.document(load_retention()), encoding="utf-8")
    (folder / "cases.md").write_text(docs.document(load_casebook()), encoding="utf-8")
    (folder / "roles.md").write_text(roles.document(), encoding="utf-8")
    (folder / "rules.md").write_text(taxonomy.document(load_rulebook({}), load_legal_book()), encoding="utf-8")


if __name__ == "__main__":
    main()
