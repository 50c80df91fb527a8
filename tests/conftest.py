"""Settings every test shares."""

from hypothesis import settings

# The machine may be busy: a slow example is no failure. Examples are the same on every run.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("house")
