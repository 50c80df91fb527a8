"""Where the shipped data stands."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFIGS = ROOT / "configs"
MODELS = ROOT / "models"
SAMPLE_VIDEOS = ROOT / "sample_videos"
