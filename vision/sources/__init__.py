"""Where frames come from.

A new source is one file here and one row in `registry`; it passes the source contract suite.
"""

from vision.sources.registry import open_source
from vision.sources.spec import FolderSpec, Pace, RecordedSpec, RtspSpec, SourceSpec

__all__ = ["FolderSpec", "Pace", "RecordedSpec", "RtspSpec", "SourceSpec", "open_source"]
