"""models/manifest.json: which networks and judgements there are, and what each must be."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from vision.errors import ModelError
from vision.facts import Answer

FILE = "manifest.json"
Share = Annotated[float, Field(gt=0, le=1)]
Measured = dict[str, JsonValue]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Plug(_Strict):
    """An input or output of a network: its name, and its shape with null where any length will do."""

    name: str
    shape: tuple[int | None, ...]


class Thresholds(_Strict):
    """A detector's operating point: boxes need `score`, and go at an IoU over `nms_iou` with a better one."""

    score: Share
    nms_iou: Share


class _Entry(_Strict):
    name: str = Field(min_length=1)
    card: str
    measured: Measured = {}


class _Network(_Entry):
    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    input: Plug

    @property
    def version(self) -> str:
        """Name and start of the hash of the weights, for evidence."""
        return f"{self.name}@{self.sha256[:12]}"


class YoloEntry(_Network):
    """A detector with a YOLO head: output (1, 4 + labels, n)."""

    kind: Literal["yolo_detector"]
    output: Plug
    labels: tuple[str, ...] = Field(min_length=1)
    thresholds: Thresholds


class Crop(_Strict):
    """How a box is cut out: margin as a share of its longer side; lower boxes are not judged."""

    margin: float = Field(ge=0, le=4)
    min_height_px: float = Field(ge=0)


class JudgementEntry(_Strict):
    """An answer is given when the probabilities of its classes, and those `beside` them, add up to `threshold`.

    A mask on the chin and no mask at all are hard to tell apart, that either is not a mask worn rightly is easier: each
    stands beside the other, and the likelier of the two is the answer.
    """

    classes: tuple[str, ...] = Field(min_length=1)
    beside: tuple[str, ...] = ()
    threshold: Share

    @property
    def counted(self) -> tuple[str, ...]:
        """All classes whose probabilities count towards the threshold."""
        return self.classes + self.beside


class AttributeEntry(_Strict):
    """One attribute: an output of logits, one per class, and what they mean."""

    name: str
    output: str
    classes: tuple[str, ...] = Field(min_length=2)
    temperature: float = Field(gt=0)
    judgements: dict[Literal[Answer.WORN, Answer.WRONG, Answer.NOT_WORN], JudgementEntry] = Field(min_length=1)
    measured: Measured = {}

    @model_validator(mode="after")
    def _each_class_means_one_thing(self) -> Self:
        named = [c for judgement in self.judgements.values() for c in judgement.classes]
        counted = {c for judgement in self.judgements.values() for c in judgement.counted}
        judgeable = [c for c in self.classes if c != Answer.CANNOT_TELL]
        if wrong := sorted(counted - set(judgeable)):
            raise ValueError(f"expected judgements of the classes {judgeable} only, but they name {wrong}")
        if len(set(named)) < len(named):
            raise ValueError(f"expected each class in one judgement, but the judgements name {named}")
        return self


class Embedding(_Strict):
    """The output that holds what the network saw, before its own linear heads: (any, D) float32."""

    output: str
    shape: tuple[None, int]

    @property
    def size(self) -> int:
        """D."""
        return self.shape[1]


class FileEntry(_Strict):
    """A file of the models folder beside a network."""

    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class CropEntry(_Network):
    """A classifier of crops round the boxes of one label; input (any, 3, side, side).

    Attributes:
        embedding: where a site's own head begins; None where no site can be enrolled.
        replay: what the base knows, as embeddings of its training heads; see vision.detect.replay.
    """

    kind: Literal["crop_classifier"]
    label: str
    crop: Crop
    attributes: tuple[AttributeEntry, ...] = Field(min_length=1)
    embedding: Embedding | None = None
    replay: FileEntry | None = None

    @model_validator(mode="after")
    def _square(self) -> Self:
        shape = self.input.shape
        if len(shape) != 4 or shape[1] != 3 or shape[2] is None or shape[2] != shape[3]:
            raise ValueError(f"expected an input of shape [null, 3, side, side], but came {list(shape)}")
        return self


class WhiteThresholds(_Strict):
    """A covering that differs no more from white is white; `sure`: how often that was measured to be right."""

    difference: float = Field(gt=0)
    sure: Share


class OtherThresholds(_Strict):
    """One that differs at least so much is of another colour; `sure`: how often that was measured to be right.

    Attributes:
        stands_out: not where it is lighter above the head by more than this: a tall hat that the box does not hold.
    """

    difference: float = Field(gt=0)
    stands_out: float = Field(ge=0)
    sure: Share


class LightThresholds(_Strict):
    """Where the light tells no colours.

    Attributes:
        least: lightness of the picture's brightest twentieth, 0-100. least_chroma: its distance from grey.
        most: lightness of the covering, 0-100; above, it is burnt out.
        least_own: light on the person, as a share of the picture's.
    """

    least: float = Field(ge=0, le=100)
    least_chroma: float = Field(ge=0)
    most: float = Field(gt=0, le=100)
    least_own: Share


class ColourThresholds(_Strict):
    """All of them; what lies between white and other is not told."""

    white: WhiteThresholds
    other: OtherThresholds
    light: LightThresholds

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.white.difference >= self.other.difference:
            raise ValueError("expected white to differ less from white than other colours do")
        return self


class ColourEntry(_Entry):
    """Judges the colour of the covering from pixels: thresholds, and no file.

    Attributes:
        method: how the pixels are measured; another way of measuring is another number.
    """

    kind: Literal["hat_colour"]
    label: str
    method: Literal[1]
    min_height_px: float = Field(ge=0)
    thresholds: ColourThresholds

    @property
    def version(self) -> str:
        """Name and start of the hash of all that decides, for evidence."""
        decides = self.model_dump_json(include={"kind", "label", "method", "min_height_px", "thresholds"})
        return f"{self.name}@{hashlib.sha256(decides.encode()).hexdigest()[:12]}"


JudgingEntry = CropEntry | ColourEntry


class Manifest(_Strict):
    """All that one installation sees and judges with."""

    version: Literal[1]
    models: tuple[Annotated[YoloEntry | CropEntry | ColourEntry, Field(discriminator="kind")], ...]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a models folder.

    Raises:
        ModelError: no such file, bad JSON, or entries that are not what they must be; names every one.
    """
    path = folder / FILE
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ModelError(
            f"{path}: expected the manifest of the networks, but it cannot be read ({error.strerror}). "
            "Mend: name the folder that holds manifest.json."
        ) from error
    except ValidationError as error:
        raise ModelError(_mistakes(path, error)) from error


def read_weights(folder: Path, entry: YoloEntry | CropEntry) -> bytes:
    """The network file of an entry, checked against its hash.

    Raises:
        ModelError: outside the folder, missing, or other bytes than the manifest promises.
    """
    return read_checked(folder, entry.name, "network", FileEntry(file=entry.file, sha256=entry.sha256))


def read_checked(folder: Path, name: str, what: str, promised: FileEntry) -> bytes:
    """A file of the models folder, checked against its hash; `name` and `what` are for messages.

    Raises:
        ModelError: outside the folder, missing, or other bytes than the manifest promises.
    """
    path = (folder / promised.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ModelError(f"{folder / FILE}: {name}: expected a file inside {folder}, but came {promised.file!r}.")
    if not path.is_file():
        raise ModelError(f"{path}: expected the {what} {name}, but there is no such file. Mend: copy it there.")
    content = path.read_bytes()
    came = hashlib.sha256(content).hexdigest()
    if came != promised.sha256:
        raise ModelError(
            f"{path}: expected sha256 {promised.sha256}, but it has {came}. "
            "Mend: copy the file again, or write its hash into the manifest if it was meant to change."
        )
    return content


def _mistakes(path: Path, error: ValidationError) -> str:
    lines = []
    for mistake in error.errors(include_url=False):
        place = ".".join(str(step) for step in mistake["loc"]) or "the file"
        came = "" if mistake["type"] == "missing" else f", but came {_short(mistake['input'])}"
        lines.append(f"{path}: {place}: {mistake['msg']}{came}. Mend: correct this entry.")
    return "\n".join(lines)


def _short(value: object, limit: int = 60) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + "…"
