"""The report on a labelled folder: numbers with intervals, curves, confusions, worst mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from vision.evaluation import curves, mistakes
from vision.evaluation.evaluate import Evaluation, Quality
from vision.evaluation.finding import Finding, FoundInBand
from vision.evaluation.folder import TRUTHS
from vision.evaluation.judging import AnswerQuality, Case, Judging
from vision.evaluation.report.parts import (
    NAMES,
    Tile,
    figures,
    folded,
    gallery,
    number,
    section,
    table,
    tiles,
    whole,
)
from vision.evaluation.svg import bar, calibration, intervals, plot
from vision.facts import Answer
from vision.wilson import Rate

ANSWERS = {Answer.WORN: "已佩戴 worn", Answer.WRONG: "不规范 worn wrong", Answer.NOT_WORN: "未佩戴 not worn"}
SAID = {**ANSWERS, Answer.CANNOT_TELL: "看不清 cannot tell"}
PRECISION, RECALL = "准确率 precision", "召回率 recall"
WAYS = ("给定框 boxes given", "端到端 end to end", "过关卡 through the gate")
NOTE = (
    "给定框: 在标注框上判断。端到端: 先检测再判断, 漏检算看不清。过关卡: 再去掉太小、截断、遮挡、模糊的, 即规则所见。 "
    "Boxes given: judged on the labelled boxes. End to end: on what was found; missed is cannot tell. "
    "Through the gate: without what is too small, cut off, hidden or blurred, as the rules see it. "
    "细线与其后的范围为 95 % 区间 (Wilson)。 Thin lines, and the ranges beside numbers, are 95 % intervals (Wilson)."
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """In force in the product: of finding, and of each attribute's answers."""

    finding: float
    answers: Mapping[tuple[str, Answer], float]


def page(title: str, evaluation: Evaluation, in_force: Thresholds, step: Callable[[str], None]) -> str:
    """The whole page; `step` is called with the name of each part as it is drawn."""
    parts = [tiles(_headline(evaluation)), f"<p class='note'>{NOTE}</p>"]
    for label, found, bands in (
        ("head", evaluation.head, evaluation.found_by_height),
        ("hand", evaluation.hand, evaluation.hands_by_height),
    ):
        if found is not None:
            step(label)
            parts.append(_finding(label, found, bands, evaluation, in_force.finding))
    for name, quality in (("hat", evaluation.hat), ("mask", evaluation.mask), ("glove", evaluation.glove)):
        if quality is not None:
            step(name)
            parts.append(_attribute(name, quality, evaluation, in_force))
    return whole(f"模型评估 Evaluation: {title}", f"{evaluation.images} 张图片 pictures", parts)


def _headline(evaluation: Evaluation) -> list[Tile]:
    shown: list[Tile] = []
    for label, found in (("head", evaluation.head), ("hand", evaluation.hand)):
        if found is not None:
            shown += [(f"{NAMES[label]} AP50", Rate(found.ap50, None, found.n))]
    for name, quality in (("hat", evaluation.hat), ("mask", evaluation.mask), ("glove", evaluation.glove)):
        if quality is not None:
            judged = quality.given_boxes
            precision, recall = rates(judged.not_worn)
            shown += [
                (f"{NAMES[name]}: 未佩戴{PRECISION}", precision),
                (f"{NAMES[name]}: 未佩戴{RECALL}", recall),
                ("帽子误判为未戴 caps called bare", judged.caps_called_bare),
                ("深色帽误判 dark caps called bare", judged.dark_caps_called_bare),
            ]
    return shown


def rates(quality: AnswerQuality) -> tuple[Rate, Rate]:
    """Precision and recall of an answer."""
    said = Rate(quality.precision, quality.precision_interval, 0)
    return said, Rate(quality.recall, quality.recall_interval, quality.n)


def _finding(
    label: str, found: Finding, bands: Mapping[str, FoundInBand], evaluation: Evaluation, threshold: float
) -> str:
    said = evaluation.found[label]
    rows = [
        ["AP30", number(found.ap30)],
        ["AP50", f"<b>{number(found.ap50)}</b>"],
        ["AP50-95", f"<b>{number(found.ap50_95)}</b>"],
        [f"{PRECISION} @ {threshold:g}", bar(found.precision, found.precision_interval)],
        [f"{RECALL} @ {threshold:g}", bar(found.recall, found.recall_interval)],
    ]
    curve = plot("准确率-召回率 precision over recall", RECALL, PRECISION, [curves.precision_over_recall("", said)])
    recalls = [
        (f"{name} px (n {band.n})", Rate(band.recall, band.recall_interval, band.n)) for name, band in bands.items()
    ]
    heights = [
        [f"{escape(name)} px", str(band.n), number(band.ap50), bar(band.precision, band.precision_interval)]
        for name, band in bands.items()
    ]
    return section(
        f"{NAMES[label]} (n {found.n})",
        table(["", ""], rows),
        figures(curve, intervals(f"按高度的召回率 recall by height @ {threshold:g}", recalls)),
        folded("按高度 by height", table(["", "n", "AP50", PRECISION], heights)),
        gallery("误报, 分数最高在前 false, surest first", mistakes.false_boxes(said)),
        gallery("漏报, 最大在前 missed, largest first", mistakes.missed_boxes(said, threshold)),
    )


def _attribute(name: str, quality: Quality, evaluation: Evaluation, in_force: Thresholds) -> str:
    cases = [case for case in evaluation.given if case.attribute == name]
    ways = [
        (way, j) for way, j in zip(WAYS, (quality.given_boxes, quality.end_to_end, quality.looks), strict=True) if j
    ]
    return section(
        f"{NAMES[name]} (n {quality.given_boxes.n})",
        numbers([judged for _, judged in ways], [way for way, _ in ways]),
        "<h3>标注与判断 what is right, and what was said</h3>",
        confusion(name, quality.given_boxes),
        figures(*_curves(name, cases, in_force), *_by_height(name, evaluation)),
        gallery("冤枉: 戴了判为未戴 worn, called not worn", mistakes.wrong_answers(cases, Answer.NOT_WORN)),
        gallery("漏过: 判为已戴 called worn", mistakes.wrong_answers(cases, Answer.WORN)),
        gallery("误判为不规范 called worn wrong", mistakes.wrong_answers(cases, Answer.WRONG)),
        gallery("人看不清却判为未戴 nobody could tell, called not worn", mistakes.answered_unsure(cases)),
    )


def _curves(name: str, cases: list[Case], in_force: Thresholds) -> list[str]:
    drawn = [
        plot(words, "阈值 threshold", "", lines, in_force.answers.get((name, answer)))
        for answer, words in ANSWERS.items()
        if (lines := curves.over_score(cases, answer))
    ]
    bins = [(one.promised, one.right) for one in curves.reliability(cases)]
    return [*drawn, calibration("可信度 reliability", "分数 score", "正确 right", bins)] if bins else drawn


def _by_height(name: str, evaluation: Evaluation) -> list[str]:
    """A picture per number, with a row per band of height and way; bands without a labelled box are left out."""
    ways = (("给定", evaluation.by_height), ("端到端", evaluation.by_height_end_to_end))
    judged = [
        (f"{band} px {way}", bands[band][name])
        for band in evaluation.by_height
        for way, bands in ways
        if bands and bands[band][name].n
    ]
    pictures = (
        (f"未佩戴{PRECISION}", [(row, rates(one.not_worn)[0]) for row, one in judged]),
        (f"未佩戴{RECALL}", [(f"{row} (n {one.not_worn.n})", rates(one.not_worn)[1]) for row, one in judged]),
        ("看不清 cannot tell", [(f"{row} (n {one.n})", silence(one)) for row, one in judged]),
    )
    return [intervals(f"按高度: {title} by height", rows) for title, rows in pictures if rows]


def silence(judged: Judging) -> Rate:
    """How often one could not tell."""
    return Rate(judged.cannot_tell_rate, judged.cannot_tell_interval, judged.n)


def numbers(judged: list[Judging], ways: list[str]) -> str:
    """The table of an attribute: a column per way of judging."""
    rows: list[list[str]] = []
    for answer, words in ANSWERS.items():
        columns: list[AnswerQuality] = [one for j in judged if (one := _of(j, answer)) is not None]
        if any(one.n or one.precision is not None for one in columns):
            rows.append([f"{words}: {PRECISION}", *(bar(one.precision, one.precision_interval) for one in columns)])
            rows.append(
                [f"{words}: {RECALL} (n {columns[0].n})", *(bar(one.recall, one.recall_interval) for one in columns)]
            )
    rows.append(["看不清 cannot tell", *(bar(j.cannot_tell_rate, j.cannot_tell_interval) for j in judged)])
    rows.append(
        [
            "人看不清却作了判断 answered though unsure",
            *(bar(j.answered_unsure_rate, j.answered_unsure_interval) for j in judged),
        ]
    )
    for words, rates in (
        ("帽子误判为未戴 caps called bare", [j.caps_called_bare for j in judged]),
        ("深色帽误判 dark caps called bare", [j.dark_caps_called_bare for j in judged]),
    ):
        if any(rates):
            rows.append([words, *(bar(rate.rate, rate.interval) if rate else "–" for rate in rates)])
    return table(["", *ways], rows)


def _of(judged: Judging, answer: Answer) -> AnswerQuality | None:
    return {Answer.WORN: judged.worn, Answer.NOT_WORN: judged.not_worn, Answer.WRONG: judged.wrong}[answer]


def confusion(name: str, judged: Judging) -> str:
    """The table of what is right, in the set's own words, and what was said."""
    answers = [answer for answer in SAID if any(answer in said for said in judged.confusion.values())]
    rows = []
    for word, said in judged.confusion.items():
        right = TRUTHS[name].get(word.removeprefix("dark "), Answer.CANNOT_TELL)
        total = sum(said.values())
        cells = [_cell(said.get(answer, 0), total, _tone(right, answer)) for answer in answers]
        rows.append([escape(word), *cells, str(total)])
    return table(["", *(SAID[answer] for answer in answers), "n"], rows, kind="confusion")


def _tone(right: Answer, said: Answer) -> str:
    if right is Answer.CANNOT_TELL:
        return "unsure"
    return "right" if right is said else "silent" if said is Answer.CANNOT_TELL else "wrong"


def _cell(count: int, total: int, tone: str) -> str:
    share = count / total if total else 0.0
    return f"<span class='cell {tone}' style='--share:{100 * share:.0f}%'>{count}<small>{share:.0%}</small></span>"
