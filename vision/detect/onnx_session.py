"""One network in one thread: an onnxruntime session that is what the manifest says."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from vision.detect.manifest import Plug
from vision.errors import ModelError

Floats = npt.NDArray[np.float32]
Shape = tuple[int | None, ...]
QUIET = 4
_FAULTS = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


@dataclass(frozen=True, slots=True)
class Contract:
    """What a network must take and give.

    Attributes:
        name: of the network, for messages.
        input: its only input.
        outputs: those that are used; there may be others.
    """

    name: str
    input: Plug
    outputs: tuple[Plug, ...]


class OnnxSession:
    """A network on one CPU core. One instance belongs to one thread.

    Raises:
        ModelError: not an ONNX network, or not the one of the contract.
    """

    def __init__(self, weights: bytes, contract: Contract) -> None:
        self._contract = contract
        self._session = _open(weights, contract.name)
        (first, *more) = self._session.get_inputs()
        if more:
            raise ModelError(f"{contract.name}: expected one input, but the network has {1 + len(more)}.")
        _check(contract.name, "input", contract.input, {first.name: _shape(first.shape)})
        outputs = {o.name: _shape(o.shape) for o in self._session.get_outputs()}
        for plug in contract.outputs:
            _check(contract.name, "output", plug, outputs)

    def run(self, blob: Floats) -> Sequence[Floats]:
        """The outputs of the contract, in its order, for one input."""
        names = [plug.name for plug in self._contract.outputs]
        return [np.asarray(out, np.float32) for out in self._session.run(names, {self._contract.input.name: blob})]

    def names(self) -> object:
        """The class names its maker wrote into the file (metadata key `names`), as a Python value; None if none."""
        text = self._session.get_modelmeta().custom_metadata_map.get("names")
        try:
            return ast.literal_eval(text) if text else None
        except (ValueError, SyntaxError):
            return None


def _open(weights: bytes, name: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    options.log_severity_level = QUIET
    try:
        return ort.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except _FAULTS as error:
        raise ModelError(f"{name}: expected an ONNX network that this version can run, but {error}") from error


def _shape(dims: Sequence[int | str | None]) -> Shape:
    """onnxruntime gives a free length as a name or as None."""
    return tuple(d if isinstance(d, int) else None for d in dims)


def _check(network: str, what: str, plug: Plug, there: dict[str, Shape]) -> None:
    if plug.name not in there:
        raise ModelError(
            f"{network}: expected an {what} named {plug.name!r}, but the network has {sorted(there)}. "
            "Mend: correct the manifest, or export the network again."
        )
    if there[plug.name] != plug.shape:
        raise ModelError(
            f"{network}: expected {what} {plug.name!r} of shape {list(plug.shape)}, "
            f"but the network has {list(there[plug.name])}. Mend: correct the manifest, or export the network again."
        )
