"""Train a crop classifier from COCO knowledge: about ten minutes on two cores.

    python train_attributes.py --task head_attributes [--fold K]

Each attribute's loss counts only where a set labels it; classes are balanced by drawing. With `--fold` the sites
of that fold stay unseen, and what the network says of them is written beside the weights, for calibrate.py.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from attribute_net import AttributeNet
from attributes import NOT_NET, TASKS, UNLABELLED, Attribute, Task
from averaging import averaged
from crop_views import plain_view, random_view
from crops import UNSEEN_CAMERA, Sample, all_samples
from near_duplicates import twins
from offline import CACHE
from torch.nn import functional
from yolox_net import coco_start

SOURCE_WEIGHTS = {
    "hairnet_kitchen_cctv": 4.0,
    "hairnet_office_cctv": 2.0,
    "hairnet_factory_video": 3.0,
    "hat_cap_crops": 2.0,
    "kitchen_unlabelled": 3.0,
}
NOT_NET_WEIGHT = 0.5
BATCH = 64
RATE, FAST_RATE = 0.0008, 0.003
TUNED = 0.25
"""Of the rates, where training goes on from weights of ours."""
AVERAGE = 0.997


def odds(samples: list[Sample], index: int, attribute: Attribute) -> np.ndarray:
    """Drawing odds (n,): each class gets its share; inside a class a set counts by the root of its size."""
    labels = np.array([s.labels[index] for s in samples])
    sizes = Counter((s.labels[index], s.source) for s in samples)
    weights = np.array([SOURCE_WEIGHTS.get(s.source, 1.0) / np.sqrt(sizes[s.labels[index], s.source]) for s in samples])
    result = np.zeros(len(samples))
    for label, share in attribute.shares.items():
        of_class = labels == label
        if of_class.any():
            result[of_class] = share * weights[of_class] / weights[of_class].sum()
    return result / result.sum()


def tensor(crops: list[np.ndarray]) -> torch.Tensor:
    """BGR uint8 crops as (n, 3, s, s) uint8 RGB."""
    return torch.from_numpy(np.ascontiguousarray(np.stack(crops)[..., ::-1].transpose(0, 3, 1, 2)))


class Batches(torch.utils.data.IterableDataset):
    """Endless batches of (n, 3, s, s) uint8 RGB and (n, attributes) int64, an equal part drawn for each attribute."""

    def __init__(self, samples: list[Sample], task: Task, seed: int) -> None:
        super().__init__()
        self.samples, self.task, self.seed = samples, task, seed
        self.chances = [odds(samples, i, a) for i, a in enumerate(task.attributes)]

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        random = np.random.default_rng(self.seed)
        part = BATCH // len(self.chances)
        while True:
            chosen = np.concatenate([random.choice(len(self.samples), part, p=p) for p in self.chances])
            views = [random_view(self.samples[i], self.task, random) for i in chosen]
            yield tensor([v.crop for v in views]), torch.tensor([v.labels for v in views])


def attribute_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross entropy where told; where only `not a net` is told, the first class's share must be small."""
    told = functional.cross_entropy(logits, labels.clamp(min=0), reduction="none", label_smoothing=0.05)
    weak = -torch.log1p(-functional.softmax(logits, dim=1)[:, 0].clamp(max=0.999)) * NOT_NET_WEIGHT
    counted = torch.where(labels >= 0, told, torch.where(labels == NOT_NET, weak, torch.zeros_like(told)))
    return counted.sum() / (labels != UNLABELLED).sum().clamp(min=1)


@torch.no_grad()
def outputs(net: AttributeNet, crops: list[np.ndarray]) -> list[np.ndarray]:
    """Logits per attribute, then embeddings, of many crops."""
    net.eval()
    parts = [net(tensor(crops[i : i + 256]).float() / 255) for i in range(0, len(crops), 256)]
    return [torch.cat(column).numpy() for column in zip(*parts, strict=True)]


def train(net: AttributeNet, batches: Batches, steps: int, pace: float = 1.0) -> AttributeNet:
    """The averaged network after one-cycle AdamW; what starts from nothing learns faster than what comes from COCO."""
    loader = iter(torch.utils.data.DataLoader(batches, batch_size=None, num_workers=1, prefetch_factor=8))
    slow_copy = averaged(net, AVERAGE)
    fast = net.fast()
    slow = [p for p in net.parameters() if not any(p is f for f in fast)]
    optimiser = torch.optim.AdamW([{"params": slow}, {"params": fast}], weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [pace * RATE, pace * FAST_RATE], total_steps=steps, pct_start=0.15
    )
    running = 0.0
    for index in range(1, steps + 1):
        images, labels = next(loader)
        rgb = (images.float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            *logits, _ = net.train()(rgb)
        value = sum(attribute_loss(one.float(), labels[:, i]) for i, one in enumerate(logits))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        schedule.step()
        slow_copy.update_parameters(net)
        running += (value.item() - running) / min(index, 100)
        if index % 200 == 0 or index == steps:
            print(f"{index}/{steps} loss {running:.3f}", flush=True)
    return slow_copy.module


def write_answers(net: AttributeNet, samples: list[Sample], task: Task, out: Path, random: np.random.Generator) -> None:
    """What the network says of each sample as it is, and once degraded, with everything calibrate.py asks for."""
    views = [plain_view(s.context) for s in samples]
    poor = [random_view(s, task, random) for s in samples]
    plain, degraded = outputs(net, views), outputs(net, [v.crop for v in poor])
    arrays = {a.name: plain[i] for i, a in enumerate(task.attributes)}
    arrays |= {f"{a.name}_degraded": degraded[i] for i, a in enumerate(task.attributes)}
    np.savez_compressed(
        out,
        embedding=plain[-1].astype(np.float16),
        labels=np.array([s.labels for s in samples]),
        labels_degraded=np.array([v.labels for v in poor]),
        px=np.array([s.px for s in samples]),
        **{key: np.array([getattr(s, key) for s in samples]) for key in ("source", "name", "camera", "fold")},
        **arrays,
    )


def started(task: Task, data: Path, samples: list[Sample], weights: Path | None) -> AttributeNet:
    """A network that starts from weights of ours, or else from the published COCO weights."""
    net = AttributeNet(task.counts())
    if weights is not None:
        net.load_state_dict(torch.load(weights))
        return net.to(memory_format=torch.channels_last)
    example = tensor([plain_view(s.context) for s in samples[:: max(len(samples) // 64, 1)]]).float() / 255
    coco_start(net.stages, data / "weights" / "yolox_nano_416_coco.onnx", example)
    return net.to(memory_format=torch.channels_last)


def split(samples: list[Sample], fold: int | None) -> tuple[list[Sample], list[Sample]]:
    """Seen and unseen samples: a fold's sites, or else the standing validation camera, and no near twin of either."""

    def is_unseen(sample: Sample) -> bool:
        return sample.camera == UNSEEN_CAMERA if fold is None else sample.fold == fold

    unseen = [s for s in samples if is_unseen(s)]
    banned = twins({s.picture for s in unseen})
    seen = [s for s in samples if not is_unseen(s) and s.camera != UNSEEN_CAMERA and s.picture not in banned]
    return seen, unseen


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", choices=sorted(TASKS), required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--renders", type=Path, nargs="*", default=[], help="labelled folders to mix in: rendered, or a box's"
    )
    parser.add_argument("--fold", type=int, help="leave this fold's sites unseen")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--start", type=Path, help="go on from these weights, at a quarter of the rate")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    task = TASKS[args.task]
    samples = all_samples(task, args.data, args.renders)
    seen, unseen = split(samples, args.fold)
    print(f"{len(seen)} seen, {len(unseen)} unseen", flush=True)
    net = started(task, args.data, seen, args.start)
    net = train(net, Batches(seen, task, args.seed), args.steps, TUNED if args.start else 1.0)
    out = args.out or CACHE / (task.name if args.fold is None else f"{task.name}_{args.fold}")
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), out.with_suffix(".pt"))
    if unseen:
        write_answers(net, unseen, task, out.with_suffix(".npz"), np.random.default_rng(args.seed))


if __name__ == "__main__":
    main()
