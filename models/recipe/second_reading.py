"""What models/labels/ holds, and how far it agrees with the labels the sets came with.

    PYTHONPATH=. python models/recipe/second_reading.py

prints, per file, how many heads have which word and remark, and, where the set labels the same heads, a table of the
set's word (rows) against ours (columns), the share that agrees and Cohen's kappa: over all, and where both could tell.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
from crops import CROP_FOLDERS, LABELS
from sets import picture_paths, read_picture, read_rows

Pairs = list[tuple[str, str]]
Row = dict[str, str]
UNSURE = "unsure"
SIDES = ("x0", "y0", "x1", "y1")


def kappa(pairs: Pairs) -> tuple[float, float]:
    """Share that agrees, and Cohen's kappa."""
    one, other = (Counter(words) for words in zip(*pairs, strict=True))
    observed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(one[word] * other[word] for word in one) / len(pairs) ** 2
    return observed, (observed - chance) / (1 - chance) if chance < 1 else 1.0


def boxed_pairs(folder: Path, rows: list[Row], attribute: str) -> Pairs:
    """The set's word and ours, for rows whose boxes are the set's own."""
    told = {(row["image"], row["box"]): row for row in read_rows(folder / "heads.csv")}
    boxes = {path.name: read_picture(path).boxes for path in picture_paths(folder)}
    pairs = []
    for row in rows:
        ours = np.array([row[side] for side in SIDES], np.float32)
        nearest = int(np.abs(boxes[row["image"]] - ours).sum(axis=1).argmin())
        pairs.append((told[row["image"], str(nearest)][attribute], row[attribute]))
    return pairs


def cropped_pairs(data: Path, source: str, rows: list[Row]) -> Pairs:
    """The folder's word for the hat and ours; a net in a folder of hats is a cap there."""
    folders = {name: word for name, (word, _) in CROP_FOLDERS.items() if name.startswith(source)}
    told = {path.name: word for name, word in folders.items() for path in (data / name).iterdir()}
    return [(told[row["image"]], "cap" if row["hat"] == "net" else row["hat"]) for row in rows]


def show(title: str, pairs: Pairs) -> None:
    """The table and both kappas."""
    words = sorted({word for pair in pairs for word in pair})
    counts = Counter(pairs)
    print(f"{title:12}" + "".join(f"{word:>8}" for word in words))
    for word in words:
        print(f"{word:12}" + "".join(f"{counts[word, ours]:8}" for ours in words))
    for name, chosen in (("all", pairs), ("both told", [p for p in pairs if UNSURE not in p])):
        share, agreement = kappa(chosen)
        print(f"  {name}: {len(chosen)} heads, {share:.3f} agree, kappa {agreement:.2f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    for path in sorted(LABELS.glob("*.csv")):
        rows, folder = read_rows(path), args.data / path.stem
        print(f"\n{path.stem}: {len(rows)} heads")
        for column in ("hat", "mask", "colour", "remark"):
            print(f"  {column}: {dict(Counter(row[column] or '-' for row in rows).most_common())}")
        if (folder / "crops").exists():
            show("hat", cropped_pairs(args.data, path.stem, rows))
        elif (folder / "heads.csv").exists():
            for attribute in ("hat", "mask"):
                show(attribute, boxed_pairs(folder, rows, attribute))


if __name__ == "__main__":
    main()
