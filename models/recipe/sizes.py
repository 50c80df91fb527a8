"""What a picture costs at several input sizes: the same detector, timed in turns on one thread; the classifier beside.

    PYTHONPATH=. python models/recipe/sizes.py --weights models/recipe/.cache/heads.pt

What a size costs in accuracy: `publish.py export heads --size H W`, then `sunkitchen eval --models`.
"""

import argparse
from pathlib import Path

from export import export_heads, head_net
from manifest_file import MODELS
from offline import CACHE
from quantise import milliseconds

SIZES = ((384, 640), (352, 640), (320, 576), (320, 544), (256, 448))
CLASSIFIER = MODELS / "head_attributes" / "head_attributes.onnx"
HEADS = (1, 2, 4, 8)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=CACHE / "heads.pt")
    args = parser.parse_args()
    paths = [CACHE / "sizes" / f"{height}x{width}.onnx" for height, width in SIZES]
    for path, size in zip(paths, SIZES, strict=True):
        export_heads(head_net(args.weights), path, *size)
    for path, spent in zip(paths, milliseconds(paths), strict=True):
        print(f"detector {path.stem}: {spent:.1f} ms a picture")
    for heads in HEADS:
        print(f"classifier, {heads} heads: {milliseconds([CLASSIFIER], heads)[0]:.1f} ms")


if __name__ == "__main__":
    main()
