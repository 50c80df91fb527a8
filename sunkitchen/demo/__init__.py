"""The demo: a box on the sample videos, and a made-up quarter of history in its records."""
