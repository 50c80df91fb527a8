"""The way of one frame, from the source to the sink."""

from vision.pipeline.gatherer import Gatherer
from vision.pipeline.watcher import Eyes, Watcher, Watching

__all__ = ["Eyes", "Gatherer", "Watcher", "Watching"]
