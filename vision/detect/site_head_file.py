"""A site's heads as bytes: an .npz of plain arrays, read without running anything in it.

`base` the network's version; `attributes` their names; per attribute `<name>.middle`, `.spread`, `.weights`, `.bias` as
in SiteHead, `<name>.answers` and `<name>.thresholds` in the same order.
"""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from vision.detect.site_head import Scale, SiteHead, SiteHeads
from vision.errors import ModelError
from vision.facts import Answer

Arrays = dict[str, npt.NDArray[np.generic]]


def to_bytes(base: str, heads: dict[str, SiteHead]) -> bytes:
    """The file of some attributes' heads, fitted on the network of this version."""
    arrays: Arrays = {"base": np.array(base), "attributes": np.array(list(heads))}
    for name, head in heads.items():
        arrays |= {
            f"{name}.middle": head.scale.middle,
            f"{name}.spread": head.scale.spread,
            f"{name}.weights": head.weights,
            f"{name}.bias": head.bias,
            f"{name}.answers": np.array([str(answer) for answer in head.thresholds]),
            f"{name}.thresholds": np.array(list(head.thresholds.values())),
        }
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def version_of(site: str, content: bytes) -> str:
    """What evidence calls a site's heads."""
    return f"{site}@{sha256(content).hexdigest()[:12]}"


def from_bytes(site: str, content: bytes) -> SiteHeads:
    """The heads of a site.

    Raises:
        ModelError: the bytes are not such a file.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        heads = {str(name): _head(arrays, str(name)) for name in arrays["attributes"]}
        return SiteHeads(version_of(site, content), str(arrays["base"]), heads)
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"site {site}: expected the heads it was enrolled with, but the file cannot be read ({error}). "
            "Mend: `sunkitchen enrol rollback`, or `sunkitchen enrol fit` once more."
        ) from error


def _head(arrays: Arrays, name: str) -> SiteHead:
    middle, spread, weights, bias, thresholds = (
        arrays[f"{name}.{part}"].astype(np.float64) for part in ("middle", "spread", "weights", "bias", "thresholds")
    )
    answers = [Answer(str(answer)) for answer in arrays[f"{name}.answers"]]
    told = dict(zip(answers, map(float, thresholds), strict=True))
    return SiteHead(Scale(middle, spread), weights, bias, told)
