"""The demo: a box on the four sample videos, with made-up merchants."""

from __future__ import annotations

from pathlib import Path

from sunkitchen.config import load_config
from sunkitchen.console import say
from sunkitchen.paths import CONFIGS
from sunkitchen.serve import serve


def run_demo(data: Path, port: int) -> None:
    """Watch the sample videos once, as fast as it goes, and show what came of it until interrupted.

    Raises:
        SunkitchenError: the demo cannot start.
    """
    config = load_config(CONFIGS / "demo.yaml")
    box = config.box.model_copy(update={"data": data.resolve(), "port": port})
    say("演示: 四段渲染样片, 商户与人员均为虚构。 Demo: four rendered clips; merchants and people are made up.")
    serve(config.model_copy(update={"box": box}))
