"""What is said of news: in Chinese and English, with links and never with a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from api.context import Label, Names
from records.news import News
from records.notifiers import NotifierEntry
from records.retention.room import Level
from records.roles import Role
from records.states import Topic
from sunkitchen.notifying.port import Message
from vision.facts import Severity

HOME = ZoneInfo("Asia/Shanghai")
SEVERITIES = {
    Severity.I: Label("一类, 立即处置", "class I, at once"),
    Severity.II: Label("二类, 限期整改", "class II, within a limit"),
    Severity.III: Label("三类, 日常督导", "class III, supervision"),
    Severity.ADV: Label("仅提示", "advice only"),
}
DISKS = {
    Level.OK: Label("磁盘空间充足", "the disk has room"),
    Level.LOW: Label("磁盘空间不足", "the disk is nearly full"),
    Level.SHORT: Label("磁盘将满, 正在删除证据", "the disk is full: evidence goes"),
    Level.TIGHT: Label("磁盘已满", "the disk is full, and nothing may go"),
}
TEST = Label("测试消息: 收到即表示通知可用。", "A test: that it arrived says that telling works.")
LEAD = Label("抓拍只是线索, 由人复核。", "A flag is a lead; people decide.")


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things; `title` is whose pages they are from, `banner` what every page says of itself."""

    names: Names
    title: str
    banner: str = ""

    def news(self, key: UUID, entry: NotifierEntry, topic: Topic, one: News) -> Message:
        """What is told of news to somebody; who sees no violations is told of no case."""
        label, where = self._what(topic, one), " · ".join(part for part in (one.site, one.stall) if part)
        place = f"{one.site} · {one.camera}" if topic is Topic.CAMERA else where
        facts: dict[str, str | int | None] = {
            "topic": topic,
            "at": one.at.isoformat(),
            "site": one.site,
            "camera": one.camera,
            "code": one.code,
        }
        lines = [f"{label.zh}: {place}", f"{label.en}: {place}", _clock(one.at)]
        if entry.wishes.grant.role is not Role.ADMIN:
            level = None if one.course is None else one.course.level
            facts |= {"stall": one.stall, "severity": one.severity, "level": level, "case": str(one.violation)}
            facts |= _links(entry.wishes.pages, one)
            lines += [f"{LEAD.zh} {LEAD.en}", *_links(entry.wishes.pages, one).values()]
        return self._message(key, f"{label.zh} · {place}", lines, facts)

    def disk(self, key: UUID, level: Level, at: datetime) -> Message:
        """How the disk stands."""
        words = DISKS[level]
        facts = {"topic": Topic.DISK, "at": at.isoformat(), "disk": level}
        return self._message(key, words.zh, [words.zh, words.en, _clock(at)], dict(facts))

    def test(self, key: UUID, at: datetime) -> Message:
        """Nothing happened."""
        facts = {"topic": Topic.TEST, "at": at.isoformat()}
        return self._message(key, "测试消息 Test", [TEST.zh, TEST.en, _clock(at)], dict(facts))

    def _what(self, topic: Topic, one: News) -> Label:
        name, course = self.names.code(one.code), one.course
        if topic is Topic.FLAG:
            how = SEVERITIES[one.severity]
            return Label(f"新线索 {name.zh} ({how.zh})", f"New flag: {name.en} ({how.en})")
        if topic is Topic.OVERDUE:
            return Label(f"逾期 {name.zh}", f"Deadline missed: {name.en}")
        if topic is Topic.ESCALATED and course is not None:
            return Label(f"升至 {course.level} 级 {name.zh}", f"Now at level {course.level}: {name.en}")
        return name

    def _message(self, key: UUID, subject: str, lines: list[str], facts: dict[str, str | int | None]) -> Message:
        title = f"【{self.title}】{self.banner and f'【{self.banner}】'}"
        return Message(str(key), f"{title}{subject}", "\n".join([title, *lines]), facts)


def _links(pages: str, one: News) -> dict[str, str]:
    """To the case, and to its hidden thumbnail; both open after logging in only."""
    if not pages:
        return {}
    links = {"page": f"{pages}/cases/{one.violation}"}
    return links | ({"thumbnail": f"{pages}/api/v1/evidence/{one.thumbnail}/thumbnail"} if one.thumbnail else {})


def _clock(at: datetime) -> str:
    return f"{at.astimezone(HOME):%Y-%m-%d %H:%M:%S}"
