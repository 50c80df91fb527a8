"""`sunkitchen enrol`: a site's people are looked at by a person once, and the box learns what they wear."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sunkitchen.console import out, say
from sunkitchen.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from sunkitchen.config import Config

app = typer.Typer(no_args_is_help=True, help="认识本店的着装 Learn what is worn at a site.")
SiteOption = Annotated[str | None, typer.Option("--site", help="哪个场所 which site; not needed where there is one")]
NEXT_START = "盒子下次启动时生效。 In force from the box's next start on."


@app.command()
def collect(
    config: ConfigOption,
    folder: Annotated[Path, typer.Option("--out", help="新目录 a new folder for sheets and table")],
    site: SiteOption = None,
    count: Annotated[int, typer.Option(min=1, max=200, help="选多少个头像 how many heads")] = 40,
    videos: Annotated[list[Path] | None, typer.Option("--video", help="先从录像收集 gather from this first")] = None,
    camera: Annotated[str | None, typer.Option(help="录像来自哪个摄像头 which camera the recordings are from")] = None,
    as_json: JsonOption = False,
) -> None:
    """选出最有用的头像 → 联系表与标注表。 The most telling heads on contact sheets, and a table to fill in."""
    from sunkitchen.config import load_config
    from sunkitchen.enrol.collect import collect as choose
    from sunkitchen.enrol.site import site_of

    box = load_config(config)
    _gather(box, videos or [], camera)
    found = choose(box, site_of(box, site), count, folder)
    say(f"{found.site}: {found.heads} heads of {found.kept} kept 个头像: 看图填表 look, and fill in the table")
    for sheet in found.sheets:
        say(f"  {sheet}")
    out(json.dumps(asdict(found), ensure_ascii=False) if as_json else found.table)


@app.command()
def label(
    config: ConfigOption,
    table: Annotated[Path, typer.Argument(help="填好的表 the table, filled in")],
    by: Annotated[str | None, typer.Option(help="谁标注的 who looked; default: the system's user")] = None,
    as_json: JsonOption = False,
) -> None:
    """读入填好的标注表。 Take in the table a person filled in."""
    from sunkitchen.config import load_config
    from sunkitchen.enrol.label import label as take_in

    heads = take_in(load_config(config), table, by or getpass.getuser())
    say(f"{heads} heads labelled 个头像已标注; 下一步 next: sunkitchen enrol fit")
    out(json.dumps({"heads": heads}) if as_json else str(heads))


@app.command()
def fit(config: ConfigOption, site: SiteOption = None, as_json: JsonOption = False) -> None:
    """学习并比较, 不更差才启用。 Fit, compare, and install what is not worse."""
    from sunkitchen.config import load_config
    from sunkitchen.enrol.fit import fit_site, words
    from sunkitchen.enrol.site import site_of

    box = load_config(config)
    fitted = fit_site(box, site_of(box, site))
    for trial in fitted.trials:
        say(words(trial))
    for why in fitted.left_out.values():
        say(f"  未学习 not learnt: {why}")
    for fault in fitted.faults:
        say(f"  ✗ {fault}")
    say(f"{fitted.version}: {NEXT_START if fitted.installed else '未启用 not installed: it is worse'}")
    if as_json:
        out(json.dumps(asdict(fitted), ensure_ascii=False))
    if not fitted.installed:
        raise typer.Exit(1)


@app.command()
def status(config: ConfigOption, site: SiteOption = None, as_json: JsonOption = False) -> None:
    """学到哪一步了。 How far a site is learnt."""
    from sunkitchen.config import load_config
    from sunkitchen.enrol import status as telling
    from sunkitchen.enrol.site import site_of

    box = load_config(config)
    now = telling.status(box, site_of(box, site))
    said = {name: ", ".join(f"{word} {n}" for word, n in counts.items()) for name, counts in now.labelled.items()}
    lines = [
        f"{now.site}: {now.kept} heads kept 个头像",
        *(f"  {name}: {counts}" for name, counts in said.items()),
        f"  在用 in force: {now.version or '仅基础模型 the networks alone'}"
        + ("" if now.fits else "  ✗ 基础模型已更换 fitted on another network: fit once more"),
        f"  计入 counted: {', '.join(now.learnt) if now.fits and now.learnt else '无 none, advisory only 仅提示'}",
        *(f"  {line}" for line in now.measured),
    ]
    out(json.dumps(asdict(now), ensure_ascii=False) if as_json else "\n".join(lines))


@app.command()
def rollback(config: ConfigOption, site: SiteOption = None, as_json: JsonOption = False) -> None:
    """退回之前的判断。 Back to what judged before."""
    from sunkitchen.config import load_config
    from sunkitchen.enrol import status as telling
    from sunkitchen.enrol.site import site_of

    box = load_config(config)
    back = telling.rollback(box, site_of(box, site))
    say(f"{back.site}: {back.version or '仅基础模型 the networks alone'}; {NEXT_START}")
    out(json.dumps({"site": back.site, "version": back.version}) if as_json else back.version)


def _gather(config: Config, videos: list[Path], camera: str | None) -> None:
    if not videos:
        return
    from sunkitchen.config import load_rulebook
    from sunkitchen.enrol.gather import gather
    from sunkitchen.networks.eyes import open_eyes
    from sunkitchen.networks.sets import model_sets
    from sunkitchen.store import open_store

    eyes, rulebook = open_eyes(model_sets(config.box).folder_in_force()), load_rulebook(config.rules)
    with open_store(config.box.data) as store:
        for video in videos:
            picked = gather(video, config, camera, store, eyes, rulebook)
            say(f"{video.name}: {picked} heads 个头像")
