"""Pictures of a package for who may not have them as they are: the same derivatives that are served."""

from __future__ import annotations

from collections.abc import Callable

from api.evidence.derivative import Derivative, derivative
from records.package.asked import Hide
from records.violations import EvidenceFile
from vision.facts import Box


def hiding(render: Callable[[bytes, Derivative], bytes | None]) -> Hide:
    """What makes a stored picture into what may be seen of it; decided in api.evidence.derivative, like everything."""

    def hide(found: EvidenceFile, flagged: Box | None, data: bytes) -> bytes | None:
        return render(data, derivative(found, flagged))

    return hide
