"""Files of a package for who may not have them as they are: the same derivatives that are served."""

from __future__ import annotations

from api.context import Darkroom
from api.evidence.derivative import derivative, slides
from records.clips import ClipFile
from records.package.asked import Hiding
from records.violation_rows import EvidenceFile
from vision.facts import Box


def hiding(darkroom: Darkroom) -> Hiding:
    """Makes of stored files what may be seen of them; decided in api.evidence.derivative, like everything served."""

    def picture(found: EvidenceFile, flagged: Box | None, data: bytes) -> bytes | None:
        return darkroom.render(data, derivative(found, flagged))

    def clip(found: ClipFile, data: bytes) -> bytes | None:
        wanted = slides(found)
        return darkroom.project(data, wanted) if wanted else None

    return Hiding(picture, clip)
