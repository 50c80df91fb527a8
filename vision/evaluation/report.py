"""The evaluation as one HTML page that stands by itself: numbers with intervals, curves, confusions, worst mistakes.

The page holds pictures of people from the labelled folder; it belongs where the folder may be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from vision.evaluation import curves, mistakes
from vision.evaluation.evaluate import Evaluation, Quality
from vision.evaluation.finding import Finding
from vision.evaluation.judging import AnswerQuality, Judging
from vision.evaluation.mistakes import Mistake
from vision.evaluation.svg import bar, plot
from vision.facts import Answer

STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
WARNING = "本页含有人物图片, 请按原数据的权限保管。 This page shows people: keep it where the pictures may be."
NAMES = {"head": "头 head", "hand": "手 hand", "hat": "帽 hat", "mask": "口罩 mask", "glove": "手套 glove"}
ANSWERS = {
    Answer.WORN: "已佩戴 worn",
    Answer.WRONG: "不规范 wrong",
    Answer.NOT_WORN: "未佩戴 not worn",
}


def page(title: str, evaluation: Evaluation, threshold: float, step: Callable[[str], None]) -> str:
    """The whole page.

    Args:
        threshold: of the detector's score, in force in the product.
        step: called with the name of each part as it is drawn.
    """
    parts = [f"<h1>模型评估 Evaluation: {escape(title)}</h1><p>{evaluation.images} 张图片 pictures. "]
    parts.append(
        "本页含有人物图片, 请按原数据的权限保管。 This page shows people: keep it where the pictures may be.</p>"
    )
    for label, found in (("head", evaluation.head), ("hand", evaluation.hand)):
        if found is not None:
            step(label)
            parts.append(_finding(label, found, evaluation, threshold))
    for name, quality in (("hat", evaluation.hat), ("mask", evaluation.mask), ("glove", evaluation.glove)):
        if quality is not None:
            step(name)
            parts.append(_attribute(name, quality, evaluation))
    body = "".join(parts)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><main>{body}</main></html>"
    )


def _finding(label: str, found: Finding, evaluation: Evaluation, threshold: float) -> str:
    said = evaluation.found[label]
    rows = [
        ("AP50", f"<b>{_number(found.ap50)}</b>"),
        ("AP50-95", f"<b>{_number(found.ap50_95)}</b>"),
        (f"准确率 precision @ {threshold:g}", bar(found.precision, found.precision_interval)),
        (f"召回率 recall @ {threshold:g}", bar(found.recall, found.recall_interval)),
    ]
    if label == "head":
        bands = evaluation.found_by_height.items()
        rows += [(f"召回率 recall, {band} px (n {r.n})", bar(r.recall, r.recall_interval)) for band, r in bands]
    curve = plot("准确率-召回率", "recall 召回率", "precision 准确率", [curves.precision_over_recall(label, said)])
    return (
        f"<section><h2>{NAMES[label]} (n {found.n})</h2><div class='row'>{_table(rows)}<figure>{curve}</figure></div>"
        f"{_gallery('误报 false, surest first', mistakes.false_boxes(said))}"
        f"{_gallery('漏报 missed, largest first', mistakes.missed_boxes(said, threshold))}</section>"
    )


def _attribute(name: str, quality: Quality, evaluation: Evaluation) -> str:
    ways = [("给定框 boxes given", quality.given_boxes), ("端到端 end to end", quality.end_to_end)]
    tables = "".join(f"<h3>{way}</h3>{_judging(judged)}" for way, judged in ways if judged is not None)
    bands = "".join(
        f"<h3>{band} px (n {judged[name].n})</h3>{_judging(judged[name])}"
        for band, judged in evaluation.by_height.items()
        if judged[name].n
    )
    cases = [case for case in evaluation.given if case.attribute == name]
    plots = [(words, curves.over_score(cases, answer)) for answer, words in ANSWERS.items()]
    drawn = [plot(words, "score 分数", "", lines) for words, lines in plots if lines]
    drawn.append(plot("可信度 reliability", "score 分数", "right 正确", [curves.reliability(cases)]))
    figures = "".join(f"<figure>{one}</figure>" for one in drawn)
    return (
        f"<section><h2>{NAMES[name]}</h2>{tables}<div class='row'>{figures}</div>"
        f"<h3>混淆 confusion</h3>{_confusion(quality.given_boxes)}"
        f"{_gallery('最糟的错误 worst mistakes', mistakes.wrong_answers(cases, name))}"
        f"<details><summary>按头高 by height</summary>{bands}</details></section>"
    )


def _judging(judged: Judging) -> str:
    rows: list[tuple[str, str]] = []
    for answer, words in ANSWERS.items():
        one: AnswerQuality | None = getattr(judged, answer.value)
        if one is not None:
            rows.append((f"{words}: 准确率 precision", bar(one.precision, one.precision_interval)))
            rows.append((f"{words}: 召回率 recall (n {one.n})", bar(one.recall, one.recall_interval)))
    rows.append(("看不清 cannot tell", bar(judged.cannot_tell_rate, judged.cannot_tell_interval)))
    rows.append(("人也看不清却作了判断 answered though unsure", _number(judged.answered_unsure_rate)))
    return _table(rows)


def _confusion(judged: Judging) -> str:
    answers = list(next(iter(judged.confusion.values()), {}))
    head = "".join(f"<th>{escape(answer)}</th>" for answer in answers)
    rows = "".join(
        f"<tr><th>{escape(word)}</th>{''.join(_cell(said[a], sum(said.values())) for a in answers)}</tr>"
        for word, said in judged.confusion.items()
    )
    return f"<table class='confusion'><tr><th></th>{head}</tr>{rows}</table>"


def _cell(count: int, total: int) -> str:
    return f"<td style='--share:{count / total if total else 0:.2f}'>{count}</td>"


def _gallery(title: str, shown: Sequence[Mistake]) -> str:
    if not shown:
        return ""
    pictures = "".join(
        f"<figure class='crop'><img alt='{escape(one.words)}' src='{one.picture()}'>"
        f"<figcaption>{escape(one.words)}</figcaption></figure>"
        for one in shown
    )
    return f"<h3>{title}</h3><div class='row'>{pictures}</div>"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return "<table>" + "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows) + "</table>"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
