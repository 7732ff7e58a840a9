"""What every intention needs to work: the handbook, a clock, and where things are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evidence_desk.handbook import Handbook

__all__ = ["Progress", "Workshop"]

Progress = Callable[[str, int, int], None]
"""(phase, done, all) -> nothing. Phases: "read", "originals", "bind", "verify". May raise Cancelled."""


@dataclass(frozen=True)
class Workshop:
    """Wired once, in bootstrap. `cache_folder` may be deleted at any time; `clock` gives aware moments."""

    handbook: Handbook
    clock: Callable[[], datetime]
    cache_folder: Path
    font_folder: Path
