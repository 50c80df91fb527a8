"""The words of the pages: Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.context import Label
from cases.words import STATES
from records.retention.room import Level as Room
from records.states import Noted, NotifierKind, RequestKind, RunOutcome, Topic
from vision.camera_facts import CameraState
from vision.facts import Answer, EvidenceKind, EvidenceRole, Phase, Reason, Severity, TimeQuality, TimeSource, WhyNot

_WORDS: tuple[tuple[StrEnum, Label], ...] = (
    (Severity.I, Label("立即处置", "at once")),
    (Severity.II, Label("限期整改", "within a limit")),
    (Severity.III, Label("日常督导", "supervision")),
    (Severity.ADV, Label("仅提示", "advisory")),
    *((state, Label(words.zh, words.en)) for state, words in STATES.items()),
    (Phase.OPENED, Label("进行中", "going on")),
    (Phase.REPEATED, Label("再次出现", "back again")),
    (Phase.ENDED, Label("已结束", "over")),
    (Answer.WORN, Label("已戴", "worn")),
    (Answer.WRONG, Label("不规范", "worn wrong")),
    (Answer.NOT_WORN, Label("未戴", "not worn")),
    (Answer.CANNOT_TELL, Label("看不清", "cannot tell")),
    (Reason.TOO_SMALL, Label("太小", "too small")),
    (Reason.CUT_OFF, Label("出画", "cut off")),
    (Reason.OCCLUDED, Label("遮挡", "hidden")),
    (Reason.BLURRED, Label("模糊", "blurred")),
    (Reason.TURNED_AWAY, Label("背对", "turned away")),
    (Reason.UNCLEAR, Label("不清楚", "unclear")),
    (Reason.LOW_SCORE, Label("把握不足", "low score")),
    (CameraState.CONNECTING, Label("正在连接", "connecting")),
    (CameraState.WATCHING, Label("正在看", "watching")),
    (CameraState.CONNECTED_WITHOUT_MEDIA, Label("已连接但没有画面", "connected, no picture")),
    (CameraState.REFUSED, Label("被拒绝", "refused")),
    (CameraState.LOST, Label("断线", "lost")),
    (CameraState.ENDED, Label("录像已看完", "recording ended")),
    (WhyNot.CANNOT_TELL, Label("看不清", "cannot tell")),
    (WhyNot.OUTSIDE_ZONE, Label("不在区域内", "outside the zones")),
    (WhyNot.ENTRY_GRACE, Label("刚进入", "just came in")),
    (WhyNot.OUT_OF_SCHEDULE, Label("非营业时间", "out of hours")),
    (WhyNot.TOO_SHORT, Label("时间太短", "too short")),
    (WhyNot.COOLDOWN, Label("冷却期内", "within the cool-down")),
    (EvidenceKind.ORIGINAL, Label("原图", "original")),
    (EvidenceKind.ANNOTATED, Label("标注", "annotated")),
    (EvidenceKind.STRIP, Label("小图", "strip")),
    (EvidenceRole.FIRST, Label("首次", "first")),
    (EvidenceRole.CLEAREST, Label("最清晰", "clearest")),
    (EvidenceRole.LAST, Label("最后", "last")),
    (EvidenceRole.REPEAT, Label("再次", "again")),
    (EvidenceRole.LOOKS, Label("逐次观察", "looks")),
    (TimeQuality.GOOD, Label("可靠", "reliable")),
    (TimeQuality.DEGRADED, Label("未经校验", "not measured")),
    (TimeQuality.BAD, Label("不可靠, 不能确认违规", "not reliable, blocks confirming")),
    (TimeSource.LIVE, Label("实时画面", "live")),
    (TimeSource.OPTION, Label("配置给定", "given in the configuration")),
    (TimeSource.METADATA, Label("录像文件记录", "from the recording")),
    (TimeSource.MTIME, Label("文件修改时间", "from the file's date")),
    (Topic.FLAG, Label("新线索", "a new flag")),
    (Topic.ESCALATED, Label("升至二级、三级", "escalated to level 2 or 3")),
    (Topic.OVERDUE, Label("逾期", "a deadline missed")),
    (Topic.CAMERA, Label("摄像头离线或被遮", "a camera dark or covered")),
    (Topic.DISK, Label("磁盘不足", "the disk is short")),
    (Topic.TEST, Label("测试", "a test")),
    (NotifierKind.WEBHOOK, Label("Webhook", "webhook")),
    (NotifierKind.EMAIL, Label("电子邮件", "e-mail")),
    (RunOutcome.DONE, Label("完成", "done")),
    (RunOutcome.WAITING, Label("等待时钟", "waits for the clock")),
    (RunOutcome.REFUSED, Label("等人核对", "waits for somebody's word")),
    (RunOutcome.FLOOR, Label("磁盘不足", "for want of room")),
    (RequestKind.ACCESS, Label("查阅复制", "access")),
    (RequestKind.CORRECTION, Label("更正", "correction")),
    (RequestKind.DELETION, Label("删除", "deletion")),
    (Room.OK, Label("充足", "enough room")),
    (Room.LOW, Label("不足", "low")),
    (Room.SHORT, Label("将满", "short")),
    (Room.TIGHT, Label("已满", "full")),
    (Noted.LOGGED_IN, Label("登录", "logged in")),
    (Noted.LOGIN_REFUSED, Label("登录被拒", "login refused")),
    (Noted.ACCOUNT_ADDED, Label("新建用户", "added an account")),
    (Noted.PASSWORD_CHANGED, Label("更改密码", "changed a password")),
    (Noted.LOCKED, Label("锁定用户", "locked an account")),
    (Noted.UNLOCKED, Label("解锁用户", "unlocked an account")),
    (Noted.GRANTED, Label("授予角色", "gave a role")),
    (Noted.REVOKED, Label("收回角色", "took a role back")),
    (Noted.OPENED_ORIGINAL, Label("打开原图", "opened an original")),
    (Noted.EXPORTED, Label("导出证据包", "exported an evidence package")),
    (Noted.REPORTED, Label("生成报表", "made a report")),
    (Noted.PRINTED, Label("打印文书", "printed a paper")),
    (Noted.ENROLLED, Label("启用本店着装", "installed a site's clothing")),
    (Noted.UNENROLLED, Label("退回本店着装", "rolled a site's clothing back")),
    (Noted.TUNED, Label("采纳阈值建议", "set how long to observe")),
    (Noted.TOKEN_MADE, Label("生成令牌", "made a token")),
    (Noted.TOKEN_STOPPED, Label("停用令牌", "stopped a token")),
    (Noted.DELETED, Label("删除到期的", "deleted what was due")),
    (Noted.SWITCHED, Label("换用模型", "switched networks")),
    (Noted.READ, Label("查看", "looked at")),
    (Noted.WROTE, Label("更改", "changed")),
)
ATTRIBUTES = MappingProxyType(
    {
        "hat": Label("帽", "hat"),
        "mask": Label("口罩", "mask"),
        "glove": Label("手套", "glove"),
        "hat_colour": Label("帽色", "hat colour"),
        "hair": Label("头发遮盖", "hair covered"),
        "coat": Label("工作服", "work coat"),
        "torso": Label("上身着衣", "torso covered"),
        "dark": Label("画面过暗", "dark"),
        "covered": Label("镜头被遮", "covered"),
        "blurred": Label("画面模糊", "blurred"),
        "moved": Label("画面移位", "moved"),
        "frozen": Label("画面静止", "frozen"),
    }
)
_YES: Mapping[Answer, Label] = MappingProxyType({Answer.WRONG: Label("是", "yes")})
_COLOUR: Mapping[Answer, Label] = MappingProxyType(
    {Answer.WORN: Label("白色", "white"), Answer.WRONG: Label("非白色", "another colour")}
)
_NOT_WORN: Mapping[str, Mapping[Answer, Label]] = MappingProxyType(
    {"hat_colour": _COLOUR, **dict.fromkeys(("dark", "covered", "blurred", "moved", "frozen"), _YES)}
)
"""Neither a colour nor a picture is worn."""

NOT_LEARNT = Label(
    "尚未认识本店着装，仅提示，不计入统计。", "This site's clothing was not learnt yet: shown, not counted."
)
ONLY_ADVICE = Label("这一类型仅提示，不计入统计。", "This kind only advises: shown, not counted.")


_BY_KIND = MappingProxyType({(type(member), member): label for member, label in _WORDS})  # "ended" is in two lists


def word(member: StrEnum) -> Label:
    """What people say for a member of a closed list."""
    return _BY_KIND[type(member), member]


def answer_word(attribute: str, answer: Answer) -> Label:
    """What people say for an answer about an attribute."""
    words = _NOT_WORN.get(attribute)
    return word(answer) if words is None else words.get(answer, word(answer))


def why_advisory(severity: Severity) -> Label:
    """Why an advisory violation does not count."""
    return ONLY_ADVICE if severity is Severity.ADV else NOT_LEARNT


def attribute_label(name: str) -> Label:
    """What an attribute is called; its own name where nobody named it."""
    return ATTRIBUTES.get(name, Label(name, name))


def local(at: datetime, zone: ZoneInfo) -> str:
    """Date and time at the site."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Time of day at the site, tenths of seconds."""
    return f"{at.astimezone(zone):%H:%M:%S.%f}"[:-5]


def seconds(value: float) -> str:
    """`8.5 秒`."""
    return f"{value:.1f} 秒"


def span(value_s: float) -> str:
    """`3天4小时`, `3小时20分`, `4分10秒`, `10秒`."""
    minutes, rest_s = divmod(round(value_s), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24}天{hours % 24}小时"
    if hours:
        return f"{hours}小时{minutes}分"
    return f"{minutes}分{rest_s}秒" if minutes else f"{rest_s}秒"


def percent(value: float | None) -> str:
    """`93 %`; a dash for nothing."""
    return "–" if value is None else f"{value * 100:.0f} %"
