"""Evaluations as HTML pages that stand by themselves: no file beside them, nothing fetched.

The pages hold pictures of people from the evaluated folder; they belong where the folder may be.
"""

from vision.evaluation.report.events import events_page
from vision.evaluation.report.flags import flags_page
from vision.evaluation.report.quality import Thresholds, page
from vision.evaluation.report.tracks import tracks_page

__all__ = ["Thresholds", "events_page", "flags_page", "page", "tracks_page"]
