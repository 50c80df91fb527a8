"""The report on tracks over stills: what the votes say of each person, and the people of whom they are wrong."""

from __future__ import annotations

from vision.evaluation import mistakes
from vision.evaluation.report.parts import NAMES, gallery, section, tiles, whole
from vision.evaluation.report.quality import PRECISION, RECALL, confusion, numbers, rates
from vision.evaluation.tracks import Tracked
from vision.facts import Answer

NOTE = (
    "一条轨迹算一个人: 标注取多数, 判断按规则的票数与比例。图片间隔数秒到数分钟, 跟踪器按每秒两张处理。 "
    "A track is one case: its label is the majority's, its answer a vote with the rules' own share and least looks. "
    "The stills are seconds to minutes apart; the tracker takes them for two a second."
)


def tracks_page(title: str, tracked: Tracked) -> str:
    """The whole page."""
    shown = [("同一轨迹标签一致 pure tracks", tracked.pure)]
    for name, judged in tracked.attributes.items():
        precision, recall = rates(judged.not_worn)
        shown += [(f"{NAMES[name]}: 未佩戴{PRECISION}", precision), (f"{NAMES[name]}: 未佩戴{RECALL}", recall)]
    parts = [tiles(shown), f"<p class='note'>{NOTE}</p>"]
    for name, judged in tracked.attributes.items():
        cases = [case for case in tracked.cases if case.attribute == name]
        parts.append(
            section(
                f"{NAMES[name]} (n {judged.n})",
                numbers([judged], ["每条轨迹 per track"]),
                confusion(name, judged),
                gallery("冤枉: 戴了判为未戴 worn, called not worn", mistakes.wrong_answers(cases, Answer.NOT_WORN)),
                gallery("漏过: 判为已戴 called worn", mistakes.wrong_answers(cases, Answer.WORN)),
            )
        )
    about = f"{tracked.images} 张图片 pictures, {tracked.tracks} 条轨迹 tracks, {tracked.labelled} 条有标注 labelled"
    return whole(f"按人评估 By track: {title}", about, parts)
