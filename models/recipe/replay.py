"""What the shipped classifier makes of a part of its training heads, for sites' own heads to remember by.

    PYTHONPATH=. python models/recipe/replay.py

Runs the exported network, so the product's own environment is enough; writes replay.npz beside it, and `embedding` and
`replay` into the manifest. No picture can be made from it again, only what the network saw of one.
"""

import argparse
import hashlib
import json
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime
from attributes import TASKS, UNLABELLED
from crop_views import plain_view
from crops import (
    CROP_FOLDERS,
    EYED_SETS,
    FACE_SETS,
    HEAD_SETS,
    MARGIN,
    SIDE,
    UNSEEN_CAMERA,
    Sample,
    boxed,
    cropped,
    eyed,
    head_of_face,
)

from vision.detect.crop_classifier import CropClassifier, Sensed
from vision.detect.manifest import CropEntry, Embedding, FileEntry, read_manifest, read_weights

MODELS = Path(__file__).resolve().parent.parent
TASK = TASKS["head_attributes"]
OF_A_KIND = 70
"""Heads with the same labels from one set: as many tell as much as all of them, and the file stays small."""


def middle_box() -> np.ndarray:
    """The box (1, 4) whose crop with the runtime's margin is the whole (SIDE, SIDE) view."""
    cut = SIDE * MARGIN / (1 + 2 * MARGIN)
    return np.array([[cut, cut, SIDE - cut, SIDE - cut]], np.float32)


def sense(classifier: CropClassifier, sample: Sample) -> Sensed:
    """What the network makes of a head."""
    return classifier.sense(plain_view(sample.context), middle_box())


def gather(data: Path, without: str) -> list[Sample]:
    """Labelled heads of all sets but one and but the standing validation camera."""
    samples = [s for name in HEAD_SETS for s in boxed(data / name, TASK, lambda box: box)]
    samples += [s for name in FACE_SETS for s in boxed(data / name, TASK, head_of_face)]
    samples += [s for name in CROP_FOLDERS for s in cropped(data, name)]
    samples += [s for name in EYED_SETS for s in eyed(data, name, TASK)]
    return [s for s in samples if s.source != without and s.camera != UNSEEN_CAMERA]


def thin(samples: list[Sample]) -> list[Sample]:
    """At most OF_A_KIND heads with the same labels from one set, scattered over it the same way every time."""
    told = [s for s in samples if any(label > UNLABELLED for label in s.labels)]
    kinds: Counter[tuple[str, tuple[int, ...]]] = Counter()
    chosen = []
    for sample in sorted(told, key=lambda s: zlib.crc32(s.name.encode())):
        kinds[sample.source, sample.labels] += 1
        if kinds[sample.source, sample.labels] <= OF_A_KIND:
            chosen.append(sample)
    return chosen


def arrays(classifier: CropClassifier, samples: list[Sample]) -> dict[str, np.ndarray]:
    """The arrays of vision.detect.replay."""
    sensed = [sense(classifier, sample) for sample in samples]
    labels = np.array([s.labels for s in samples]).clip(min=UNLABELLED).astype(np.int8)
    columns = {a.name: labels[:, i] for i, a in enumerate(TASK.attributes)}
    columns |= {
        f"{a.name}_logits": np.concatenate([s.logits[i] for s in sensed]).astype(np.float16)
        for i, a in enumerate(TASK.attributes)
    }
    groups = np.unique([s.source for s in samples], return_inverse=True)[1].astype(np.int16)
    return {"embedding": np.concatenate([s.embeddings for s in sensed]).astype(np.float16), "group": groups, **columns}


def with_embedding(entry: CropEntry, weights: bytes) -> CropEntry:
    """The entry with its embedding as the network has it."""
    outputs = {o.name: o.shape for o in onnxruntime.InferenceSession(weights).get_outputs()}
    return entry.model_copy(update={"embedding": Embedding(output="embedding", shape=(None, outputs["embedding"][1]))})


def describe(entry: CropEntry, replay: FileEntry) -> None:
    """Write embedding and replay into the manifest."""
    path = MODELS / "manifest.json"
    manifest = json.loads(path.read_text())
    row = next(row for row in manifest["models"] if row["name"] == entry.name)
    card = row.pop("card")
    row |= {"embedding": entry.embedding.model_dump(), "replay": replay.model_dump(), "card": card}
    path.write_text(json.dumps(manifest, indent=1) + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", type=Path, help="another network than the manifest's; the manifest is left alone")
    parser.add_argument("--without", default="", help="a set to leave out")
    parser.add_argument("--out", type=Path, default=MODELS / TASK.name / "replay.npz")
    args = parser.parse_args()
    entry = next(e for e in read_manifest(MODELS).models if isinstance(e, CropEntry) and e.name == TASK.name)
    weights = args.model.read_bytes() if args.model else read_weights(MODELS, entry)
    entry = with_embedding(entry, weights)
    samples = thin(gather(args.data, args.without))
    np.savez_compressed(args.out, **arrays(CropClassifier(weights, entry), samples))
    print(f"{args.out}: {len(samples)} heads, {args.out.stat().st_size / 1e6:.1f} MB")
    if not args.model:
        digest = hashlib.sha256(args.out.read_bytes()).hexdigest()
        describe(entry, FileEntry(file=f"{TASK.name}/{args.out.name}", sha256=digest))


if __name__ == "__main__":
    main()
