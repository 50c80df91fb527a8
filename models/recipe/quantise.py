"""An int8 twin of the detector, and whether it may ship.

    python quantise.py --weights ../heads/heads.onnx --out .cache/heads_int8.onnx

Static QDQ by onnxruntime: activations U8, weights S8 per channel, convolutions only; the layers that say boxes and
scores stay in float. Calibrated on training pictures, the standing validation camera left out. Prints the time of a
picture of both on one thread, side by side; `sunkitchen eval --models` tells the loss of AP50, which may be half a
point at most.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime as ort
from head_tiles import SHARES, VALIDATION_CAMERA
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from sets import cameras, picture_paths

from vision.detect.letterbox import letterbox

PER_SET = 24
ROUNDS = 60


class Pictures(CalibrationDataReader):
    """Training pictures as the product feeds them."""

    def __init__(self, data: Path, name: str, height: int, width: int) -> None:
        self.blobs: Iterator[np.ndarray] = (letterbox(cv2.imread(str(p)), width, height)[0] for p in chosen(data))
        self.name = name

    def get_next(self) -> dict[str, np.ndarray] | None:
        """The next picture, or None at the end."""
        blob = next(self.blobs, None)
        return None if blob is None else {self.name: blob}


def chosen(data: Path) -> Iterator[Path]:
    """A few pictures of every set, evenly spread."""
    for name in SHARES:
        camera = cameras(data / name)
        paths = [p for p in picture_paths(data / name) if camera.get(p.name) != VALIDATION_CAMERA]
        yield from paths[:: max(len(paths) // PER_SET, 1)]


def last_layers(model: onnx.ModelProto) -> list[str]:
    """Convolutions that say boxes and scores: those that no activation follows."""
    followed = {name for node in model.graph.node if node.op_type in {"Sigmoid", "Mul"} for name in node.input}
    return [n.name for n in model.graph.node if n.op_type == "Conv" and n.output[0] not in followed]


def quantise(weights: Path, out: Path, data: Path) -> None:
    """Write the int8 twin."""
    ready = out.with_suffix(".ready.onnx")
    quant_pre_process(str(weights), str(ready), skip_symbolic_shape=True)
    model = onnx.load(ready)
    _, _, height, width = (d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim)
    quantize_static(
        str(ready),
        str(out),
        Pictures(data, model.graph.input[0].name, height, width),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["Conv"],
        nodes_to_exclude=last_layers(model),
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    ready.unlink()


def session(path: Path) -> ort.InferenceSession:
    """One thread, as in the product."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def feed(network: ort.InferenceSession, batch: int) -> dict[str, np.ndarray]:
    """An input of a network; `batch` where its batch axis is free."""
    plug = network.get_inputs()[0]
    return {plug.name: np.zeros([side if isinstance(side, int) else batch for side in plug.shape], np.float32)}


def milliseconds(paths: list[Path], batch: int = 1) -> list[float]:
    """Median time of a run of each network, taken in turns."""
    sessions = [session(path) for path in paths]
    feeds = [feed(one, batch) for one in sessions]
    times: list[list[float]] = [[] for _ in paths]
    for _ in range(ROUNDS):
        for one, given, spent in zip(sessions, feeds, times, strict=True):
            begun = time.perf_counter()
            one.run(None, given)
            spent.append(1000 * (time.perf_counter() - begun))
    return [float(np.median(spent)) for spent in times]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    quantise(args.weights, args.out, args.data)
    for path, spent in zip((args.weights, args.out), milliseconds([args.weights, args.out]), strict=True):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {spent:.1f} ms a picture, one thread")


if __name__ == "__main__":
    main()
