"""One tree of errors. Each carries what went wrong, where, and what to do, in both languages."""

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Cancelled", "EnvironmentFault", "EvidenceDeskError", "InputError", "Problem", "Words"]


class Words(NamedTuple):
    """One sentence in both languages of the interface; the edge (terminal, window) picks one."""

    zh: str
    en: str


class Problem(NamedTuple):
    """One thing that is wrong.

    `file` is a name as the user knows it, `key` a place inside it such as "evidence[2].kind" or "line 12".
    """

    message: Words
    hint: Words = Words("", "")
    file: str = ""
    key: str = ""


class EvidenceDeskError(Exception):
    """The root. `problems` holds at least one; a run reports all it found, not just the first."""

    exit_code = 3

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(f"{p.file} {p.key}: {p.message.en}".strip(" :") for p in self.problems))


class InputError(EvidenceDeskError):
    """The input or the call is at fault; nothing was written."""

    exit_code = 2


class EnvironmentFault(EvidenceDeskError):
    """Disk full, locked, no permission: not our fault and not the input's; nothing half-written stays."""

    exit_code = 3


class Cancelled(EvidenceDeskError):
    """The person asked to stop. Silent at the edges."""

    def __init__(self) -> None:
        super().__init__(Problem(Words("已取消。", "Cancelled.")))
