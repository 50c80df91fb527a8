"""The command `sunkitchen eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sunkitchen.console import out, say
from sunkitchen.options import JsonOption

DataOption = Annotated[Path | None, typer.Option("--data", help="标注目录 a labelled folder")]
EventsOption = Annotated[
    Path | None,
    typer.Option(
        "--events", help="带 .expected.json 的片段, 或按时间排列的标注图片 clips, or labelled stills in a row"
    ),
]
UnlabelledOption = Annotated[Path | None, typer.Option("--unlabelled", help="未标注的图片 pictures nobody labelled")]
ClipsConfigOption = Annotated[
    Path | None, typer.Option("--config", help="片段的区域与规则 zones and rules of the clips")
]
CameraOption = Annotated[str | None, typer.Option(help="只评这个摄像头 only this camera of cameras.csv")]
ModelsOption = Annotated[Path | None, typer.Option(help="模型目录 folder with manifest.json; default: in force")]
ReportOption = Annotated[Path | None, typer.Option("--out", help="报告目录 folder for report.html")]


def evaluate(
    data: DataOption = None,
    events: EventsOption = None,
    unlabelled: UnlabelledOption = None,
    config: ClipsConfigOption = None,
    camera: CameraOption = None,
    models: ModelsOption = None,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """评估: 标注图片, 有预期事件的片段, 未标注图片。 The models on pictures, or the whole product on clips."""
    from sunkitchen.evaluate.job import REPORT, Job, run

    job = Job(data, events, unlabelled, config, camera, models, report)
    if not job.is_one:
        raise typer.BadParameter("给出其中一个: give one of --data, --events and --unlabelled")
    text = run(job, as_json=as_json)
    if report is not None:
        say(f"报告 report: {report / REPORT}")
    out(text)
