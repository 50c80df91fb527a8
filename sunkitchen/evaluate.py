"""The shipped models on a labelled folder."""

from __future__ import annotations
