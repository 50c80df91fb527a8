"""What follows heads from look to look."""

from vision.track.tracker import HeadTracker

__all__ = ["HeadTracker"]
