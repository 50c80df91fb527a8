"""Runs the real command as a person would, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).parent / "sunkitchen"


@dataclass(frozen=True, slots=True)
class Said:
    """What the command answered."""

    code: int
    out: str
    err: str


def sunkitchen(*words: str | Path, **environment: str) -> Said:
    """The command with these words, and the environment with these additions."""
    done = subprocess.run(
        [COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        env={**os.environ, "COLUMNS": "200", **environment},
    )
    return Said(done.returncode, done.stdout, done.stderr)
