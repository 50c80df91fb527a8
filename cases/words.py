"""What people call the states, actions and roles, Chinese first."""

from __future__ import annotations

from typing import NamedTuple

from cases.deadlines import DueKind
from cases.states import Action, DismissReason, ReferralGround, Role, State


class Words(NamedTuple):
    """The same in Chinese and English."""

    zh: str
    en: str


STATES: dict[State, Words] = {
    State.PENDING_REVIEW: Words("待复核", "waiting for review"),
    State.CONFIRMED: Words("已确认", "confirmed"),
    State.NOTIFIED: Words("已劝阻通知", "stall told"),
    State.RECTIFIED: Words("已整改待复查", "rectified, to be re-checked"),
    State.OVERDUE: Words("逾期未改", "overdue"),
    State.ESCALATED: Words("已升级", "escalated"),
    State.SUPERVISOR_REVIEW: Words("监管复核中", "with the supervisor"),
    State.ORDER_ISSUED: Words("已责令改正", "order issued"),
    State.APPEALED: Words("申诉中", "appealed"),
    State.DISMISSED: Words("已排除", "dismissed"),
    State.MERGED: Words("已合并", "merged"),
    State.CLOSED: Words("已办结", "closed"),
    State.WITHDRAWN: Words("已撤销", "withdrawn"),
    State.CASE_REFERRED: Words("已移送", "referred"),
}

ROLES: dict[Role, Words] = {
    Role.OPERATOR: Words("摊主/食堂经营者", "operator"),
    Role.MANAGER: Words("市场管理员/食品安全员", "manager"),
    Role.HEAD: Words("市场负责人/食品安全总监", "head"),
    Role.GRID_WORKER: Words("网格员", "grid worker"),
    Role.SUPERVISOR: Words("监管所执法人员", "supervisor"),
    Role.ADMIN: Words("系统管理员", "administrator"),
    Role.AUDITOR: Words("审计", "auditor"),
    Role.SYSTEM: Words("系统", "the box"),
}

ACTIONS: dict[Action, Words] = {
    Action.CONFIRM: Words("确认", "confirm"),
    Action.DISMISS: Words("排除", "dismiss"),
    Action.MERGE: Words("合并", "merge"),
    Action.ADVISE: Words("提醒后办结", "advise and close"),
    Action.DISSUADE: Words("劝阻", "dissuade"),
    Action.NOTIFY: Words("书面通知", "notify"),
    Action.SUBMIT: Words("提交整改", "hand in the rectification"),
    Action.PASS_RECHECK: Words("复查合格", "pass the re-check"),
    Action.FAIL_RECHECK: Words("复查不合格", "fail the re-check"),
    Action.AUTO_CLOSE: Words("后续观察合格, 自动办结", "close on later looks"),
    Action.HANDLE: Words("负责人处置", "handle"),
    Action.CLOSE: Words("负责人办结", "close"),
    Action.APPEAL: Words("申诉", "appeal"),
    Action.UPHOLD: Words("申诉成立", "uphold the appeal"),
    Action.REJECT: Words("驳回申诉", "reject the appeal"),
    Action.ACCEPT: Words("受理", "accept"),
    Action.RETURN: Words("退回", "return"),
    Action.ORDER: Words("登记责令改正", "record an order"),
    Action.REINSPECT: Words("复查验收", "pass the re-inspection"),
    Action.REFER: Words("移送", "refer"),
    Action.RECORD_OUTCOME: Words("登记处理结果", "record the outcome"),
    Action.REVIEW_OVERDUE: Words("复核逾期", "review overdue"),
    Action.MARK_OVERDUE: Words("整改逾期", "mark overdue"),
    Action.ESCALATE: Words("升级", "escalate"),
    Action.REPEAT: Words("短时重复", "repeat"),
    Action.STRIKE: Words("累计提级", "strike"),
}

DUES: dict[DueKind, Words] = {
    DueKind.REVIEW: Words("首次复核", "first review"),
    DueKind.TELL: Words("一级处置(告知摊位)", "level 1: tell the stall"),
    DueKind.RECTIFY: Words("整改", "rectification"),
    DueKind.RECHECK: Words("复查", "re-check"),
    DueKind.HEAD: Words("二级处置(市场负责人)", "level 2: the head"),
    DueKind.ACCEPT: Words("三级受理(监管所)", "level 3: the supervisor accepts"),
    DueKind.DECIDE_APPEAL: Words("申诉处理", "appeal decision"),
    DueKind.FEEDBACK: Words("核查反馈", "check and feed back"),
    DueKind.YELLOW_CARD: Words("一类问题未改黄牌", "yellow card, class I unrectified"),
}

FIELDS: dict[str, Words] = {
    "text": Words("说明", "statement"),
    "note": Words("备注", "note"),
    "reason": Words("排除原因", "reason"),
    "into": Words("并入案件", "case it goes into"),
    "stall": Words("摊位", "stall"),
    "words": Words("劝阻内容", "what was said"),
    "spoken_at": Words("劝阻时间", "when"),
    "answer": Words("对方回应", "answer"),
    "photos": Words("照片", "photos"),
    "looks": Words("合格观察次数", "compliant looks"),
    "number": Words("文号", "number"),
    "issued_on": Words("日期", "date"),
    "second_officer": Words("另一名执法人员", "second officer"),
    "ground": Words("移送理由", "ground"),
    "documents": Words("移送材料", "documents"),
    "decided_on": Words("决定日期", "decided on"),
    "penalised": Words("是否处罚", "penalised"),
    "captured_at": Words("再次抓拍时间", "captured again at"),
    "strikes": Words("累计次数", "strikes"),
}
"""What people call the parts that a step requires."""

REASONS: dict[DismissReason, Words] = {
    DismissReason.FALSE_POSITIVE: Words("误报", "false alarm"),
    DismissReason.CUSTOMER: Words("顾客, 非从业人员", "a customer"),
    DismissReason.WRONG_ZONE: Words("区域划错", "wrong zone"),
    DismissReason.EXEMPT: Words("属于例外", "exempt"),
    DismissReason.UNASSESSABLE: Words("无法判断", "cannot be judged"),
    DismissReason.DUPLICATE: Words("重复", "a duplicate"),
    DismissReason.TEST: Words("测试", "a test"),
    DismissReason.CLOCK_BAD: Words("时钟不准", "the clock was bad"),
}

GROUNDS: dict[ReferralGround, Words] = {
    ReferralGround.REFUSAL: Words("拒不改正", "refusal"),
    ReferralGround.RECURRENCE: Words("再次发生", "recurrence"),
}
