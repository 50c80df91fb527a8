"""What every test shares: settings, and one browser."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import launched

# The machine may be busy: a slow example is no failure. Examples are the same on every run.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("house")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Playwright stands one at a time in a process."""
    with launched() as browser:
        yield browser
