"""models/manifest.json as the recipe reads and writes it: one entry at a time, the others stay. No torch."""

import json
from pathlib import Path

from attributes import TASKS

MODELS = Path(__file__).resolve().parent.parent
MANIFEST = MODELS / "manifest.json"
ORDER = ("heads", *TASKS, "hat_colour")

Json = dict[str, object]


def read_manifest() -> list[Json]:
    """The manifest's entries so far."""
    return json.loads(MANIFEST.read_text())["models"] if MANIFEST.exists() else []


def put(entry: Json) -> None:
    """Replace the manifest's entry of that name, or add it."""
    others = [e for e in read_manifest() if e["name"] != entry["name"]]
    entries = sorted([*others, entry], key=lambda e: ORDER.index(str(e["name"])))
    MANIFEST.write_text(json.dumps({"version": 1, "models": entries}, indent=1) + "\n")
