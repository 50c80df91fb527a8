"""What stands against a step, whoever takes it. Each bar says for itself what it is about and how to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from cases.deadlines import appeal_until, next_timer
from cases.payloads import Capture, Compliance, Dissuasion, Finding, Merging, Order, Referral, StrikeCount
from cases.settings import CaseSettings, Step
from cases.states import Role, State
from cases.values import Case, Deed
from cases.words import Words
from vision.facts import TimeQuality

MINUTE = timedelta(minutes=1)
"""People give the time of a talk to the minute."""

Check = Callable[[Case, Deed, CaseSettings], bool]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that may stand against a step.

    Attributes:
        when: it stands, for the table. mend: what to do instead. stands: whether it does.
    """

    when: Words
    mend: Words
    stands: Check


def _clock_is_bad(case: Case, _deed: Deed, _settings: CaseSettings) -> bool:
    return case.lead.time_quality is TimeQuality.BAD


def _is_advice(case: Case, _deed: Deed, _settings: CaseSettings) -> bool:
    return case.lead.advisory


def _is_no_advice(case: Case, _deed: Deed, _settings: CaseSettings) -> bool:
    return not case.lead.advisory


def _into_itself(case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    return cast("Merging", deed.payload).into == case.id


def _not_spoken_then(case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    spoken_at = cast("Dissuasion", deed.payload).spoken_at
    return not case.lead.started_at - MINUTE < spoken_at < deed.at + MINUTE


def _no_photo_from_the_street(_case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    return deed.actor.role is Role.GRID_WORKER and not cast("Finding", deed.payload).photos


def _not_for_the_camera(case: Case, _deed: Deed, settings: CaseSettings) -> bool:
    return case.lead.code not in settings.auto_close


def _too_few_looks(_case: Case, deed: Deed, settings: CaseSettings) -> bool:
    return cast("Compliance", deed.payload).looks < settings.compliant_looks


def _never_confirmed(case: Case, _deed: Deed, _settings: CaseSettings) -> bool:
    return case.confirmer is None


def _appealed_before(case: Case, _deed: Deed, settings: CaseSettings) -> bool:
    return case.appeals >= settings.appeals_per_case


def _appeal_too_late(case: Case, deed: Deed, settings: CaseSettings) -> bool:
    until = appeal_until(case, settings)
    return case.state is State.CLOSED and until is not None and deed.at >= until


def _decides_on_oneself(case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    return deed.actor.id == case.confirmer


def _alone(_case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    return cast("Order | Referral", deed.payload).second_officer.strip() == deed.actor.id


def _stall_never_dissuaded(case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    return case.is_market_stall and not any(spoken.spoken_at <= deed.at for spoken in case.dissuasions)


def _not_yet_due(case: Case, deed: Deed, settings: CaseSettings) -> bool:
    due = next_timer(case, settings)
    return due is None or due.action is not deed.action or deed.at < due.at


def _capture_known(case: Case, deed: Deed, _settings: CaseSettings) -> bool:
    return cast("Capture", deed.payload).captured_at in case.repeats


def _too_few_strikes(case: Case, deed: Deed, settings: CaseSettings) -> bool:
    ladder = settings.strikes.ladder
    count = cast("StrikeCount", deed.payload).strikes
    return Step.REFER not in ladder or count <= ladder.index(Step.REFER) or case.level == 3


CLOCK = Bar(
    Words("证据时间不可靠", "the evidence's clock is bad"),
    Words("校准时钟; 本条以「clock_bad」排除", "set the clock right; dismiss this one as clock_bad"),
    _clock_is_bad,
)
ADVICE = Bar(
    Words("仅为提示项, 不计入违规", "it is advice, never a counted violation"),
    Words("提醒后办结, 或排除", "advise, or dismiss"),
    _is_advice,
)
NO_ADVICE = Bar(
    Words("不是提示项", "it is more than advice"),
    Words("确认或排除", "confirm or dismiss"),
    _is_no_advice,
)
ITSELF = Bar(
    Words("并入自身", "it would be merged into itself"),
    Words("选择另一条", "choose another case"),
    _into_itself,
)
SPOKEN = Bar(
    Words("劝阻时间早于违规或在未来", "the talk lies before the violation or in the future"),
    Words("填写实际劝阻时间", "give the time it was spoken"),
    _not_spoken_then,
)
STREET_PHOTO = Bar(
    Words("网格员复查没有照片", "a grid worker's re-check has no photo"),
    Words("附上现场照片", "add a photo from the place"),
    _no_photo_from_the_street,
)
NOT_BY_CAMERA = Bar(
    Words("该代码不允许自动办结", "the code is not in auto_close"),
    Words("由人复查", "let a person re-check"),
    _not_for_the_camera,
)
FEW_LOOKS = Bar(
    Words("合格观察次数不足", "too few compliant looks"),
    Words("继续观察", "go on looking"),
    _too_few_looks,
)
UNCONFIRMED = Bar(
    Words("从未确认, 无可申诉", "nobody confirmed it, so there is nothing to appeal against"),
    Words("无须申诉", "leave it"),
    _never_confirmed,
)
SECOND_APPEAL = Bar(
    Words("已申诉过", "it was appealed before"),
    Words("向监管所反映", "turn to the supervisor's office"),
    _appealed_before,
)
LATE_APPEAL = Bar(
    Words("办结后超过申诉期限", "it is closed and the appeal window is over"),
    Words("向监管所反映", "turn to the supervisor's office"),
    _appeal_too_late,
)
OWN_VERDICT = Bar(
    Words("申诉由原确认人处理", "the confirmer would decide on the own verdict"),
    Words("由另一名监管人员处理", "let another supervisor decide"),
    _decides_on_oneself,
)
ONE_OFFICER = Bar(
    Words("两名执法人员为同一人", "both officers are the same"),
    Words("填写另一名执法人员 (行政处罚法 42)", "name a second officer (行政处罚法 42)"),
    _alone,
)
NO_DISSUASION = Bar(
    Words("市场摊位没有劝阻记录", "a market stall without a dissuasion record"),
    Words("先由市场管理人员劝阻并记录 (宁波市菜市场管理条例 33)", "let the market dissuade first and record it"),
    _stall_never_dissuaded,
)
TOO_EARLY = Bar(
    Words("期限未到", "nothing is due yet"),
    Words("等到期限", "wait for the deadline"),
    _not_yet_due,
)
KNOWN_CAPTURE = Bar(
    Words("该次抓拍已计", "this capture has raised it already"),
    Words("不再重复", "leave it"),
    _capture_known,
)
FEW_STRIKES = Bar(
    Words("累计次数不足, 或已是三级", "too few strikes, or at level 3 already"),
    Words("不再提级", "leave it"),
    _too_few_strikes,
)
