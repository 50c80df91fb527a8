"""`sunkitchen models`: which networks are installed, which are in force, and switching between them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sunkitchen.console import out, say
from sunkitchen.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from records.model_switches import ModelSwitch

app = typer.Typer(no_args_is_help=True, help="模型 Networks: installed, in force, switched.")


@app.command("list")
def list_(
    config: Annotated[Path | None, typer.Option("--config", help="哪台盒子 whose; without, the shipped set")] = None,
    as_json: JsonOption = False,
) -> None:
    """装了哪些模型, 用的是哪一套。 Which sets are installed, what they measured, and which is in force."""
    from sunkitchen.config import BoxConfig, load_config
    from sunkitchen.networks.switching import list_sets, words

    found = list_sets(BoxConfig() if config is None else load_config(config).box)
    if as_json:
        out(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        out("\n".join(words(one) for one in found))


@app.command()
def use(
    name: Annotated[str, typer.Argument(help="模型集的名字 name of the set")],
    config: ConfigOption,
    force: Annotated[bool, typer.Option("--force", help="虽然更差 although it is worse")] = False,
    reason: Annotated[str, typer.Option(help="为什么, 会记录 why; it is recorded")] = "",
    as_json: JsonOption = False,
) -> None:
    """换用一套模型, 下次启动生效。 Verify a set and put it in force at the next start."""
    from sunkitchen.config import load_config
    from sunkitchen.networks import switching

    if force and not reason.strip():
        raise typer.BadParameter("--force 需要 --reason: --force needs a --reason, which is recorded")
    _tell(switching.use(load_config(config).box, name, force, reason.strip()), as_json=as_json)


@app.command()
def rollback(config: ConfigOption, as_json: JsonOption = False) -> None:
    """退回上一套模型, 下次启动生效。 Back to the set before, at the next start."""
    from sunkitchen.config import load_config
    from sunkitchen.networks import switching

    _tell(switching.rollback(load_config(config).box), as_json=as_json)


def _tell(switch: ModelSwitch, *, as_json: bool) -> None:
    say(f"{switch.before} → {switch.after}: {switch.version}")
    for line in switch.behind:
        say(f"  ! {line}")
    say("盒子下次启动时生效。 In force from the box's next start on.")
    if as_json:
        out(json.dumps({**asdict(switch), "at": switch.at.isoformat()}, ensure_ascii=False))
