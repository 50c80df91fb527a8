"""The report in a browser: by itself, in light and dark, wide and narrow; nothing is fetched, nothing fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.evaluation.test_evaluate import HEAD, evaluated, labelled
from vision.evaluation.report import Thresholds, page


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    result = evaluated(labelled(folder / "set", ["net", "cap", "bare"]), HEAD)
    (folder / "report.html").write_text(page("set", result, Thresholds(0.5, {}), lambda _: None), encoding="utf-8")
    return folder / "report.html"


@pytest.mark.parametrize("width", [pytest.param(1280, id="desk"), pytest.param(390, id="phone")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_stands_by_itself(report: Path, browser: Browser, scheme: str, width: int) -> None:
    asked: list[str] = []
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
    )
    view = context.new_page()
    view.on("request", lambda request: asked.append(request.url))
    view.on("console", lambda message: faults.append(message.text))
    view.on("pageerror", lambda error: faults.append(str(error)))
    view.goto(report.as_uri())
    shown = view.evaluate("[...document.images].every(image => image.naturalWidth == 112)")
    overflows = view.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]
    assert (shown, overflows, faults) == (True, False, [])
