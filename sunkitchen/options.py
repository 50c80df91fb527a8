"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[Path, typer.Option("--config", help="配置文件 configuration file (YAML)")]
JsonOption = Annotated[bool, typer.Option("--json", help="一个 JSON 文档到 stdout, one JSON document on stdout")]
