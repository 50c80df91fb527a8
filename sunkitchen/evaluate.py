"""The shipped models on a labelled folder."""

from __future__ import annotations

import json
from pathlib import Path

from sunkitchen.console import progress
from sunkitchen.eyes import open_eyes
from sunkitchen.paths import MODELS
