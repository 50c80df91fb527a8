"""What people call kinds of data, classes of cases, and the rule by which something went. Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from records.retention.rules import Standing
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
