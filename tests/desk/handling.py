"""People at the desk: they take steps with clicks, or, where a test is about something else, by the interface."""

from __future__ import annotations

from uuid import UUID

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browsing import Visit
from tests.desk.captures import photo


def open_case(visit: Visit, case: UUID) -> Page:
    """Somebody before a case."""
    visit.go(f"/cases/{case}")
    visit.page.locator(".handling").wait_for()
    return visit.page


def form(page: Page, case: UUID, action: str) -> Locator:
    """The form of a step, unfolded where it is folded."""
    found = page.locator(f"form[action='/api/v1/cases/{case}/{action}']")
    folded = page.locator("details:not([open])", has=found)
    if folded.count():
        folded.locator("summary").click()
    return found


def send(page: Page, filled: Locator) -> None:
    """Send a form; the page comes again with the case after it."""
    with page.expect_navigation():
        filled.locator("button.go").click()


def take(page: Page, case: UUID, action: str, **fields: str) -> None:
    """A step with clicks."""
    found = form(page, case, action)
    for name, value in fields.items():
        found.locator(f"[name={name}]").fill(value)
    send(page, found)


def told(visit: Visit, case: UUID) -> None:
    """The stall was told: confirmed and spoken to, by the interface."""
    step(visit, case, "confirm")
    looked = visit.page.request.get(f"{visit.site}/api/v1/cases/{case}").json()
    spoken = {"stall": "1号", "words": "请戴好口罩", "spoken_at": looked["since"], "answer": "好"}
    step(visit, case, "dissuade", spoken)


def step(visit: Visit, case: UUID, action: str, payload: dict[str, str] | None = None) -> None:
    """A step by the interface, as this visitor; looked at again where the clerk was first."""
    address, ask = f"{visit.site}/api/v1/cases/{case}", visit.page.request
    for _ in range(3):
        body = {"version": ask.get(address).json()["version"]} | ({} if payload is None else {"payload": payload})
        answer = ask.post(f"{address}/{action}", data=body, headers={"Origin": visit.site})
        if answer.ok:
            return
    raise AssertionError(answer.text())


def choose_photo(found: Locator, shade: int = 120) -> None:
    """Take a photo for a form; it is shown before anything is sent."""
    files = FilePayload(name="改好了.jpg", mimeType="image/jpeg", buffer=photo(shade))
    shown = found.locator("ul.shots img")
    before = shown.count()
    found.locator("input[type=file]").first.set_input_files(files)
    expect(shown).to_have_count(before + 1)
