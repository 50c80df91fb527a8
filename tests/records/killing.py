"""A writer that is killed while it writes."""

import subprocess
import sys
from pathlib import Path
from time import sleep

HOUSE = Path(__file__).parents[2]


def killed(writes: str, place: Path, first: int, after_s: float) -> int:
    """Run a program until killed; the last number it reported as kept, or the one before the first."""
    command = [sys.executable, "-c", writes, str(place), str(first)]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline()]
        sleep(after_s)
        child.kill()
        said += child.stdout.readlines()
    numbers = [int(line) for line in said if line.endswith("\n")]
    return numbers[-1] if numbers else first - 1
