"""The report on pictures nobody labelled: how much would be flagged, and a contact sheet of it."""

from __future__ import annotations

from vision.evaluation.flags import Unlabelled
from vision.evaluation.mistakes import Mistake, worst
from vision.evaluation.report.parts import NAMES, gallery, number, section, table, tiles, whole
from vision.evaluation.svg import bar
from vision.facts import Answer

MOST = 240
SAID = {
    Answer.WORN: "已佩戴 worn",
    Answer.WRONG: "不规范 worn wrong",
    Answer.NOT_WORN: "未佩戴 not worn",
    Answer.CANNOT_TELL: "看不清 cannot tell",
}
NOTE = (
    "没有标注, 所以没有对错: 只数判为未佩戴或不规范的, 由人看图判断。 "
    "Nothing is labelled, so nothing is right or wrong: this counts what would be flagged; look for yourself."
)


def flags_page(title: str, seen: Unlabelled) -> str:
    """The whole page."""
    found = ", ".join(f"{NAMES[label]} {n}" for label, n in seen.found.items())
    head = ["", *SAID.values(), "被标 flagged (能判断的)", "每张图 per picture"]
    rows = [
        [
            NAMES[name],
            *(str(one.answers[answer]) for answer in SAID),
            bar(one.flagged.rate, one.flagged.interval),
            number(one.per_picture),
        ]
        for name, one in seen.attributes.items()
    ]
    shown = [(f"{NAMES[name]}: 有标记的图 pictures flagged", one.pictures) for name, one in seen.attributes.items()]
    sheets = [section(NAMES[name], gallery("被标的 flagged", flagged(seen, name))) for name in seen.attributes]
    about = f"{seen.images} 张图片 pictures; {found}"
    return whole(
        f"未标注图片 Unlabelled pictures: {title}",
        about,
        [tiles(shown), f"<p class='note'>{NOTE}</p>", section("数目 Counts", table(head, rows)), *sheets],
    )


def flagged(seen: Unlabelled, attribute: str) -> list[Mistake]:
    """The flagged boxes of an attribute, the surest first."""
    return worst(
        (
            Mistake(
                flag.path, flag.box, f"{SAID[flag.judgement.answer]} {flag.judgement.score:.2f}", flag.judgement.score
            )
            for flag in seen.flags
            if flag.judgement.attribute == attribute
        ),
        MOST,
    )
