"""The desk from a terminal: the same services as the window, for people and for scripts."""

from evidence_desk.cli.run import main

__all__ = ["main"]
