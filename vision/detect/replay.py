"""What the base network makes of heads it was trained on: what a site's own head must not forget.

An .npz of arrays: `embedding` (n, D) float16, `group` (n,) integer of the scene or set a head came from, and per
attribute `<attribute>` (n,) int8 class of the manifest, -1 where not labelled, and `<attribute>_logits` (n, classes).
Written by models/recipe/replay.py.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vision.detect.manifest import AttributeEntry, CropEntry, read_checked
from vision.errors import ModelError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Arrays = dict[str, npt.NDArray[np.generic]]
UNLABELLED = -1


@dataclass(frozen=True, slots=True)
class Replay:
    """Heads the base network learned from.

    Attributes:
        embeddings: (n, D). groups: (n,) of their scene or set.
        labels: attribute to (n,) class indices; -1 where not labelled.
        logits: attribute to (n, classes), the network's.
    """

    embeddings: Floats
    groups: Ints
    labels: Mapping[str, Ints]
    logits: Mapping[str, Floats]


def read_replay(folder: Path, entry: CropEntry) -> Replay:
    """The replay of a classifier.

    Raises:
        ModelError: it has no embedding or no replay, or the file is not what the manifest promises.
    """
    if entry.embedding is None or entry.replay is None:
        lacking = "embedding" if entry.embedding is None else "replay"
        raise ModelError(
            f"{entry.name}: expected a network with an {lacking}, for a site's own head, but its manifest entry names "
            f"no `{lacking}`. Mend: install models that have one; until then sites stay advisory."
        )
    arrays = _arrays(read_checked(folder, entry.name, "replay of", entry.replay), entry)
    rows = len(arrays["embedding"])
    return Replay(
        embeddings=_shaped(arrays, "embedding", (rows, entry.embedding.size), entry).astype(np.float64),
        groups=_shaped(arrays, "group", (rows,), entry).astype(np.int64),
        labels={a.name: _labels(arrays, a, rows, entry) for a in entry.attributes},
        logits={
            a.name: _shaped(arrays, f"{a.name}_logits", (rows, len(a.classes)), entry).astype(np.float64)
            for a in entry.attributes
        },
    )


def _arrays(content: bytes, entry: CropEntry) -> Arrays:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{entry.name}: expected its replay to be an .npz of arrays, but {error}.") from error
    told = [name for a in entry.attributes for name in (a.name, f"{a.name}_logits")]
    missing = [name for name in ("embedding", "group", *told) if name not in arrays]
    if missing:
        raise ModelError(
            f"{entry.name}: expected its replay to hold {', '.join(missing)}, but there are only {sorted(arrays)}. "
            "Mend: write it again with models/recipe/replay.py."
        )
    return arrays


def _labels(arrays: Arrays, attribute: AttributeEntry, rows: int, entry: CropEntry) -> Ints:
    labels = _shaped(arrays, attribute.name, (rows,), entry).astype(np.int64)
    last = len(attribute.classes) - 1
    if rows and (labels.min() < UNLABELLED or labels.max() > last):
        raise ModelError(
            f"{entry.name}: expected labels of {attribute.name} from -1 to {last} in its replay, "
            f"but they go from {labels.min()} to {labels.max()}."
        )
    return labels


def _shaped(arrays: Arrays, name: str, shape: tuple[int, ...], entry: CropEntry) -> npt.NDArray[np.generic]:
    if arrays[name].shape != shape:
        raise ModelError(
            f"{entry.name}: expected {name} of shape {shape} in its replay, but came {arrays[name].shape}."
        )
    return arrays[name]
