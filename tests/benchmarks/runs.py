"""Runs whole processes and measures them from outside."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

__all__ = ["Run", "Series", "forget", "interleave", "run"]


class Run(NamedTuple):
    """Seconds by the clock, seconds of processor time, and the most memory in MB (nan where the system won't say)."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass(frozen=True)
class Series:
    """Runs of one command."""

    name: str
    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """Median seconds by the clock."""
        return statistics.median(one.wall for one in self.runs)

    @property
    def cpu(self) -> float:
        """Median seconds of processor time."""
        return statistics.median(one.cpu for one in self.runs)

    @property
    def peak_mb(self) -> float:
        """The most memory any run took, in MB."""
        return max(one.peak_mb for one in self.runs)


def run(command: Sequence[str], *, environment: Mapping[str, str], accepted: Sequence[int] = (0,)) -> Run:
    """Run a command to its end. Raises RuntimeError with its last words when it exits otherwise than `accepted`."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **environment}
    ) as process:
        words = process.stderr.read() if process.stderr else b""
        cpu, peak = _reap(process)
    wall = time.perf_counter() - start
    if process.returncode not in accepted:
        raise RuntimeError(f"{' '.join(command[:4])} ...: exit {process.returncode}\n{words.decode(errors='replace')}")
    return Run(wall, cpu, peak)


def _reap(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    if sys.platform == "win32":
        process.wait()
        return float("nan"), float("nan")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1_000_000


def interleave(jobs: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, Series]:
    """Run all jobs in turn, `rounds` times, so that whatever else the machine does falls on all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            runs[name].append(job())
    return {name: Series(name, tuple(done)) for name, done in runs.items()}


def forget(folder: Path) -> None:
    """Empty a cache folder."""
    shutil.rmtree(folder, ignore_errors=True)
