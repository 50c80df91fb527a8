"""The way of one frame, from the source to the sink."""

from vision.pipeline.gatherer import Gatherer
from vision.pipeline.view import View, ViewLimits
from vision.pipeline.watcher import Eyes, Watcher, Watching, painted_over

__all__ = ["Eyes", "Gatherer", "View", "ViewLimits", "Watcher", "Watching", "painted_over"]
