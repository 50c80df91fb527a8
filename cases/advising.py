"""Out of the records, where a longer time of observing is worth a thought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cases.quality import verdicts
from cases.tuning import LEAST_DECIDED, LEAST_FALSE, Advice, advise
from records import quality, tunings
from records.scopes import Reach
from records.tunings import Tuning

BACK = timedelta(days=90)


def tuned(session: Session, within: Reach) -> dict[tuple[str, str], Tuning]:
    """What was set, by camera and code, as far as it still holds."""
    return {(one.camera, one.code): one for one in tunings.newest(session, within) if one.observed_s is not None}


def advices(session: Session, now: datetime, opens: Mapping[str, float], within: Reach) -> tuple[Advice, ...]:
    """Of all cameras and codes with verdicts enough in the last 90 days, what is proposed first.

    Args:
        opens: by code, after how many observed seconds the rules open it.
    """
    since, until = now - BACK, now
    said = verdicts(quality.standings(session, since, until, within), quality.dismissals(session, since, until, within))
    pairs = [
        (one.camera, one.code)
        for one in said
        if one.decided >= LEAST_DECIDED and one.false_alarms >= LEAST_FALSE and one.code in opens
    ]
    found = [advice_on(session, now, opens, camera, code) for camera, code in pairs]
    known = [one for one in found if one is not None]
    return tuple(sorted(known, key=lambda one: (one.proposed is None, -one.false_alarms)))


def advice_on(session: Session, now: datetime, opens: Mapping[str, float], camera: str, code: str) -> Advice | None:
    """Of one camera and code; None where too few verdicts are known, or the code is not one that is observed."""
    if code not in opens:
        return None
    held = [t for t in tunings.newest(session) if (t.camera, t.code) == (camera, code) and t.observed_s is not None]
    now_s = held[0].observed_s if held and held[0].observed_s is not None else opens[code]
    return advise(camera, code, now_s, quality.lasted(session, now - BACK, camera, code))
