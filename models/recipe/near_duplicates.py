"""Pictures that are nearly the same: they must not stand on both sides of a split.

    python near_duplicates.py

prints, per pair of sets, how many pictures have a near twin (perceptual hash, at most 6 of 64 bits apart) in the
other, and writes the pairs to .cache/near_duplicates.csv. Sets in which each picture belongs to a fold by its site
are compared across folds; the standing validation camera counts as a site of its own.
"""

import argparse
import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
from crops import UNSEEN_CAMERA, fold_of
from offline import CACHE
from PIL import Image
from sets import cameras, picture_paths, read_rows

SETS = (
    "hairnet_kitchen_cctv",
    "hairnet_office_cctv",
    "hairnet_factory_video",
    "hairnet_misc",
    "hardhat_workers",
    "scut_head_b",
    "gloves_josh",
    "mask_853",
    "mask_dit",
    "kitchen_unlabelled",
)
NEAR_BITS = 6
FOUND = CACHE / "near_duplicates.csv"


@dataclass(frozen=True)
class Hashed:
    """One picture: its set, name, side of the split and hash (64,) bool."""

    source: str
    name: str
    side: str
    bits: np.ndarray


def hashed(folder: Path) -> list[Hashed]:
    """Every picture of a set."""
    camera = cameras(folder)
    result = []
    for path in picture_paths(folder):
        side = UNSEEN_CAMERA if camera.get(path.name) == UNSEEN_CAMERA else str(fold_of(folder.name, path.stem))
        with Image.open(path) as image:
            result.append(Hashed(folder.name, path.name, side, imagehash.phash(image).hash.flatten()))
    return result


def pairs(pictures: list[Hashed]) -> list[tuple[Hashed, Hashed, int]]:
    """Near twins on different sides, and how many bits apart they are."""
    bits = np.array([p.bits for p in pictures], np.float32) * 2 - 1
    found: list[tuple[Hashed, Hashed, int]] = []
    for row, one in enumerate(pictures):
        apart = (64 - bits[row + 1 :] @ bits[row]) / 2
        near = np.flatnonzero(apart <= NEAR_BITS)
        found += [(one, pictures[row + 1 + i], int(apart[i])) for i in near if pictures[row + 1 + i].side != one.side]
    return found


def twins(unseen: set[str]) -> set[str]:
    """Names of pictures that must not be trained on while the pictures named in `unseen` are to stay unseen."""
    result: set[str] = set()
    for row in read_rows(FOUND):
        one, other = row["picture"], row["picture2"]
        result |= ({other} if one in unseen else set()) | ({one} if other in unseen else set())
    return result - unseen


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    found = pairs([picture for name in SETS for picture in hashed(args.data / name)])
    CACHE.mkdir(exist_ok=True)
    with FOUND.open("w", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(["set", "picture", "side", "set2", "picture2", "side2", "bits"])
        rows.writerows([a.source, a.name, a.side, b.source, b.name, b.side, bits] for a, b, bits in found)
    counts = Counter((f"{a.source}/{a.side}", f"{b.source}/{b.side}") for a, b, _ in found)
    for (one, other), count in sorted(counts.items()):
        print(f"{one:32} {other:32} {count}")
    print(f"{len(found)} near twins across sides")


if __name__ == "__main__":
    main()
