"""`sunkitchen report`: a report of a period into a file; `sunkitchen paper`: a paper of a case."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from cases.reports.table import Form
from sunkitchen.console import out, say
from sunkitchen.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from cases.reports.period import Period
    from records.scopes import Scope

DAYS = ["%Y-%m-%d"]
FromOption = Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="第一天 first day, as in Ningbo")]
ToOption = Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="最后一天 last day, included")]
ScopeOption = Annotated[
    str, typer.Option("--scope", help="范围 all, district:NAME, street:DISTRICT/NAME, site:ID, merchant:ID")
]
FileOption = Annotated[Path, typer.Option("--out", help="写到 the file to write")]
FormOption = Annotated[Form | None, typer.Option("--format", help="格式; 默认看文件名 default: as the file is named")]


def report(
    name: Annotated[str, typer.Argument(help="报表名, 见 docs/reports.md which report")],
    config: ConfigOption,
    file: FileOption,
    first: FromOption = None,
    last: ToOption = None,
    scope: ScopeOption = "all",
    form: FormOption = None,
    as_json: JsonOption = False,
) -> None:
    """生成报表 (CSV, XLSX, PDF)。 A report of a period; without --from and --to the usual one."""
    from cases.reports.catalogue import KINDS, kind_of
    from sunkitchen.config import load_config
    from sunkitchen.reports.making import Order, write_report

    kind = kind_of(name)
    if kind is None:
        raise typer.BadParameter(f"report: expected one of {', '.join(one.name for one in KINDS)}, came {name[:80]!r}")
    order = Order(kind, form or _form(file), _scope(scope), _period(first, last))
    digest = write_report(load_config(config), order, file)
    say(f"{kind.title.zh} {kind.title.en}: sha256 {digest}")
    told = {"report": kind.name, "out": str(file), "format": order.form, "sha256": digest}
    out(json.dumps(told, ensure_ascii=False) if as_json else str(file))


def paper(
    case: Annotated[UUID, typer.Argument(help="案件号 id of the case")],
    name: Annotated[str, typer.Argument(metavar="KIND", help="文书: notice, dissuasion, recheck, referral, appeal")],
    config: ConfigOption,
    file: FileOption,
    number: Annotated[str | None, typer.Option(help="文书编号 its number; default: made from the case")] = None,
    as_json: JsonOption = False,
) -> None:
    """打印案件文书 (PDF): 整改通知书、劝阻记录、复查记录、线索移送单、申诉处理意见。 A paper of a case."""
    from cases.papers.kinds import PAPERS, paper_kind
    from sunkitchen.config import load_config
    from sunkitchen.reports.making import write_paper

    kind = paper_kind(name)
    if kind is None:
        raise typer.BadParameter(f"paper: expected one of {', '.join(one.name for one in PAPERS)}, came {name[:80]!r}")
    digest = write_paper(load_config(config), case, kind, file, number)
    say(f"{kind.title.zh} {kind.title.en}: sha256 {digest}")
    told = {"case": str(case), "paper": kind.name, "out": str(file), "sha256": digest}
    out(json.dumps(told, ensure_ascii=False) if as_json else str(file))


def _form(file: Path) -> Form:
    try:
        return Form(file.suffix.lstrip(".").lower())
    except ValueError as error:
        raise typer.BadParameter(
            f"--format: expected one of {', '.join(Form)}, or a file named so, came {file.name}"
        ) from error


def _scope(text: str) -> Scope:
    from records.scopes import Scope

    try:
        return Scope.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _period(first: datetime | None, last: datetime | None) -> Period | None:
    from cases.reports.period import Period

    if first is None and last is None:
        return None
    if first is None or last is None:
        raise typer.BadParameter("--from 与 --to 须同时给出: --from and --to go together")
    try:
        return Period(_day(first), _day(last))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _day(at: datetime) -> date:
    return at.date()
