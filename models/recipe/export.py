"""From trained weights to ONNX files that hold nothing but what the product needs."""

import json
from pathlib import Path

import onnx
import onnxslim
import torch
from attribute_net import AttributeNet
from attributes import Task
from crops import SIDE
from head_tiles import LABELS
from yolox_net import Exported, HeadNet, with_relu, without_focus

OPSET = 17


def head_net(weights: Path) -> HeadNet:
    """A trained detector."""
    saved = torch.load(weights)
    net = HeadNet(len(LABELS))
    net.load_state_dict(saved["weights"])
    return (with_relu(net) if saved.get("relu") else net).eval()


def attribute_net(task: Task, weights: Path) -> AttributeNet:
    """A trained crop classifier."""
    net = AttributeNet(task.counts())
    net.load_state_dict(torch.load(weights))
    return net.eval()


def tidy(path: Path, names: object) -> None:
    """Simplify the graph, drop paths, dates and versions, and write in the class names, for the product to check."""
    model = onnxslim.slim(str(path))
    del model.metadata_props[:]
    model.metadata_props.add(key="names", value=json.dumps(names))
    model.doc_string = model.graph.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export_heads(net: HeadNet, target: Path, height: int, width: int) -> None:
    """The detector as a static rectangle, raw output without NMS."""
    without_focus(net.backbone)
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        Exported(net).eval(),
        (torch.zeros(1, 3, height, width),),
        str(target),
        input_names=["images"],
        output_names=["output0"],
        opset_version=OPSET,
        dynamo=False,
    )
    tidy(target, list(LABELS))


def export_attributes(net: AttributeNet, task: Task, target: Path) -> None:
    """A classifier with a free batch axis; its embedding is an output of its own."""
    without_focus(net.stages)
    target.parent.mkdir(parents=True, exist_ok=True)
    outputs = [*task.counts(), "embedding"]
    torch.onnx.export(
        net.eval(),
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(target),
        input_names=["crops"],
        output_names=outputs,
        dynamic_axes={name: {0: "n"} for name in ["crops", *outputs]},
        opset_version=OPSET,
        dynamo=False,
    )
    tidy(target, {a.name: a.classes for a in task.attributes})
