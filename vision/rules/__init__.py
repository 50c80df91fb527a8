"""What turns looks into violations.

A rule *kind* is code, one file here and one row in KINDS; a violation *code* is data pointing at a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vision.errors import ConfigError
from vision.ports import Rule
from vision.rules.camera_obstructed import CameraObstructed
from vision.rules.camera_offline import CameraOffline, Flapping
from vision.rules.head_count import HeadCount, speaks_of
from vision.rules.missing_attribute import MissingAttribute
from vision.rules.spec import Area, Demand, Given, Place, Proof, Requirements, RuleSpec

__all__ = [
    "KINDS",
    "Area",
    "CameraOffline",
    "Demand",
    "Flapping",
    "Given",
    "Place",
    "Proof",
    "Requirements",
    "RuleSpec",
    "build_rules",
]

KINDS: dict[str, Callable[[RuleSpec, Place], Rule]] = {
    "missing_attribute": MissingAttribute,
    "head_count": HeadCount,
    "camera_obstructed": CameraObstructed,
}


def build_rules(specs: Iterable[RuleSpec], place: Place, attributes: Iterable[str]) -> tuple[Rule, ...]:
    """Rules for one camera; those that nothing at this camera asks for are left out.

    Args:
        attributes: what the loaded models judge.

    Raises:
        ConfigError: a code points at an unknown kind, or at an attribute no loaded model judges.
    """
    known = tuple(attributes)
    specs = tuple(specs)
    mistakes = [fault for spec in specs if (fault := _fault(spec, known, place.model))]
    if mistakes:
        raise ConfigError(*mistakes)
    return tuple(KINDS[spec.kind](spec, place) for spec in specs if _may_speak(spec, place))


def _may_speak(spec: RuleSpec, place: Place) -> bool:
    return spec.kind != "head_count" or any(speaks_of(z.max_people, z.closed) for z in place.zones.values())


def _fault(spec: RuleSpec, attributes: tuple[str, ...], model: str) -> str | None:
    if spec.kind not in KINDS:
        return f"rule {spec.code}: unknown kind '{spec.kind}'; expected one of {', '.join(KINDS)}"
    lacking = next((name for name in spec.attributes if name not in attributes), None)
    if lacking is not None:
        return (
            f"rule {spec.code}: needs the attribute '{lacking}', but the loaded models ({model}) judge "
            f"{', '.join(attributes) or 'nothing'}; switch the rule off or install a model that judges it"
        )
    return None
