"""What people call kinds of data, classes of cases, and the rule by which something went. Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from records.retention.plan import Stay
from records.retention.rules import Shelf, Standing
from records.states import Matter


class Words(NamedTuple):
    """The same for Chinese and English readers."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


MATTERS: Mapping[Matter, Words] = MappingProxyType(
    {
        Matter.CLIP: Words("视频", "clips"),
        Matter.PICTURE: Words("图片", "pictures"),
        Matter.PHOTO: Words("照片", "photos people added"),
        Matter.LOOKS: Words("逐次观察", "looks"),
        Matter.ROWS: Words("全部记录", "all rows"),
    }
)
STANDINGS: Mapping[Standing, Words] = MappingProxyType(
    {
        Standing.DISMISSED: Words("已排除", "dismissed"),
        Standing.WITHDRAWN: Words("已撤销", "withdrawn after an appeal"),
        Standing.ADVICE: Words("仅提示", "advice"),
        Standing.OPEN: Words("办理中", "open"),
        Standing.COUNTED: Words("已办结", "closed"),
        Standing.SERIOUS: Words("一类或曾责令改正、移送", "class I, ordered, referred"),
    }
)
STAYS: Mapping[Stay, Words] = MappingProxyType(
    {
        Stay.HELD: Words("依法保留", "under legal hold"),
        Stay.OPEN: Words("案件未结", "of open cases"),
        Stay.YOUNG: Words("未到期, 或已删尽", "before their time, or with nothing left"),
    }
)
SHELVES: Mapping[Shelf, Words] = MappingProxyType(
    {
        Shelf.AUDIT: Words("审计日志", "audit log"),
        Shelf.COVERAGE: Words("观察时长", "what was watched, by hour"),
        Shelf.SUPPRESSIONS: Words("未计入的原因", "why looks did not count"),
        Shelf.CAMERA_HEALTH: Words("摄像头状态", "cameras' states"),
        Shelf.SAMPLES: Words("未标注的头像", "heads nobody labelled"),
        Shelf.LABELLED_SAMPLES: Words("已标注的头像", "heads somebody labelled"),
        Shelf.EXPIRED_TOKENS: Words("失效的令牌", "tokens after their end"),
        Shelf.LOGIN_FAILURES: Words("登录失败", "failed logins"),
        Shelf.REQUESTS: Words("个人请求", "requests of persons, after the decision"),
        Shelf.RUNS: Words("删除记录", "runs of retention"),
    }
)
FLOOR, REQUEST = "floor", "request"


def why_gone(rule: str) -> Words:
    """By which rule something went; a rule of another version is told as it was written."""
    head, _, rest = rule.partition("/")
    if head == FLOOR:
        return Words("磁盘空间不足", "the disk was full")
    if head == REQUEST:
        return Words(f"依个人请求 {rest}", f"a person asked for it ({rest})")
    if head in set(Matter) and rest in set(Standing):
        matter, standing = MATTERS[Matter(head)], STANDINGS[Standing(rest)]
        return Words(f"保存期满: {standing.zh}案件的{matter.zh}", f"its time was over: {matter.en}, {standing.en}")
    return Words(rule, rule)
