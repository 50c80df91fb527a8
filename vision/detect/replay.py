"""What the base network knows, as embeddings of heads it was trained on: what a site's own head must not forget.

An .npz of arrays: `embedding` (n, D) float16, `group` (n,) integer of the scene or set a head came from, per attribute
int8 labels `<attribute>` (n,) indexing the manifest's classes (-1: not labelled), and the network's own linear heads
`<attribute>_weights` (D, classes) and `<attribute>_bias` (classes,).
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vision.detect.manifest import CropEntry, read_checked
from vision.errors import ModelError

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
UNLABELLED = -1


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear head on embeddings: weights (D, classes), bias (classes,), float32."""

    weights: Floats
    bias: Floats

    def logits(self, embeddings: Floats) -> Floats:
        """(n, D) to (n, classes)."""
        return np.asarray(embeddings @ self.weights + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Replay:
    """Heads the base network learned from.

    Attributes:
        embeddings: (n, D). groups: (n,) of their scene.
        labels: attribute to (n,) class indices; -1 where not labelled.
        heads: attribute to the network's own linear head; an attribute without one is missing.
    """

    embeddings: Floats
    groups: Ints
    labels: dict[str, Ints]
    heads: dict[str, Linear]


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
    names = [a.name for a in entry.attributes]
    return Replay(
        embeddings=_shaped(arrays, "embedding", (rows, entry.embedding.size), entry).astype(np.float32),
        groups=_shaped(arrays, "group", (rows,), entry).astype(np.int64),
        labels={name: _labels(arrays, name, rows, entry) for name in names},
        heads={name: _head(arrays, name, entry) for name in names if f"{name}_weights" in arrays},
    )


def _arrays(content: bytes, entry: CropEntry) -> dict[str, npt.NDArray[np.generic]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise ModelError(f"{entry.name}: expected its replay to be an .npz of arrays, but {error}.") from error
    wanted = ["embedding", "group", *(a.name for a in entry.attributes)]
    missing = [name for name in wanted if name not in arrays]
    if missing:
        raise ModelError(f"{entry.name}: expected the arrays {wanted} in its replay, but {missing} are missing.")
    return arrays


def _labels(arrays: dict[str, npt.NDArray[np.generic]], name: str, rows: int, entry: CropEntry) -> Ints:
    labels = _shaped(arrays, name, (rows,), entry).astype(np.int64)
    classes = next(len(a.classes) for a in entry.attributes if a.name == name)
    if rows and (labels.min() < UNLABELLED or labels.max() >= classes):
        raise ModelError(
            f"{entry.name}: expected labels of {name} from -1 to {classes - 1} in its replay, "
            f"but they go from {labels.min()} to {labels.max()}."
        )
    return labels


def _head(arrays: dict[str, npt.NDArray[np.generic]], name: str, entry: CropEntry) -> Linear:
    size = entry.embedding.size if entry.embedding else 0
    classes = next(len(a.classes) for a in entry.attributes if a.name == name)
    weights = _shaped(arrays, f"{name}_weights", (size, classes), entry)
    return Linear(weights.astype(np.float32), _shaped(arrays, f"{name}_bias", (classes,), entry).astype(np.float32))


def _shaped(
    arrays: dict[str, npt.NDArray[np.generic]], name: str, shape: tuple[int, ...], entry: CropEntry
) -> npt.NDArray[np.generic]:
    came = arrays[name].shape if name in arrays else "nothing"
    if came != shape:
        raise ModelError(f"{entry.name}: expected {name} of shape {shape} in its replay, but came {came}.")
    return arrays[name]
