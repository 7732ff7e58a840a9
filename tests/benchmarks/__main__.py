"""`python -m tests.benchmarks [--rounds 5] [--keep DIR]`: building packets against img2pdf, in one run.

Wants the benchmark extra (img2pdf). Prints a table and what was promised beside what came out; exits 1 if a promise
is not kept.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.cases import make_screenshot_case, reword
from tests.benchmarks.runs import Run, Series, forget, interleave, run
from tests.drawing.screenshots import hundred_phone_screenshots

FINDINGS = (0, 1)
"""A benchmark case is no ready appeal: exit 1 tells of findings."""


@dataclass(frozen=True)
class Bench:
    """Where everything lies."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"EVIDENCE_DESK_CACHE": str(self.folder / "cache"), "SOURCE_DATE_EPOCH": "1793318400"}

    def build(self, case: Path) -> Run:
        """Build a case's packet as a person would, in a process of its own."""
        out = self.folder / f"{case.name}.pdf"
        command = [sys.executable, "-m", "evidence_desk", "build", str(case), "-o", str(out), "--json"]
        return run(command, environment=self.environment, accepted=FINDINGS)

    def cold(self, case: Path) -> Callable[[], Run]:
        """Build with an empty cache."""

        def job() -> Run:
            forget(self.folder / "cache")
            return self.build(case)

        return job

    def warm(self, case: Path) -> Callable[[], Run]:
        """Build after one line of case.toml was changed."""

        def job() -> Run:
            reword(case)
            return self.build(case)

        return job

    def peer(self, pictures: Path) -> Callable[[], Run]:
        """Bind the same pictures with img2pdf."""
        command = [sys.executable, "-m", "img2pdf", "-o", str(self.folder / "peer.pdf")]
        command += [str(path) for path in sorted(pictures.glob("*.png"))]
        return lambda: run(command, environment={})


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for pictures and packets, kept for the next run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return _measure(Bench((arguments.keep or Path(scratch)).resolve()), arguments.rounds)


def _measure(bench: Bench, rounds: int) -> int:
    pictures = bench.folder / "pictures"
    if len(list(pictures.glob("*.png"))) < 100:
        print("drawing 100 screenshots ...", file=sys.stderr)
        hundred_phone_screenshots(pictures)
    hundred = make_screenshot_case(bench.folder / "hundred", pictures, copies=1)
    many = make_screenshot_case(bench.folder / "four_hundred", pictures, copies=4)
    jobs = {"img2pdf, 100": bench.peer(pictures), "cold, 100": bench.cold(hundred), "warm, 100": bench.warm(hundred)}
    series = interleave(jobs, rounds)
    series["cold, 400"] = Series("cold, 400", (bench.cold(many)(),))
    bench.build(hundred)
    first = (bench.folder / "hundred.pdf").read_bytes()
    bench.cold(hundred)()
    same = first == (bench.folder / "hundred.pdf").read_bytes()
    print("| run | seconds | processor seconds | peak MB |\n|---|---|---|---|")
    for one in series.values():
        print(f"| {one.name} | {one.wall:.2f} | {one.cpu:.2f} | {one.peak_mb:.0f} |")
    return _judge(series, same=same)


def _judge(series: dict[str, Series], *, same: bool) -> int:
    peer, cold, warm, many = (series[name] for name in ("img2pdf, 100", "cold, 100", "warm, 100", "cold, 400"))
    promises = [
        ("cold build / img2pdf, by the clock", cold.wall / peer.wall, 1.0),
        ("warm build / img2pdf, by the clock", warm.wall / peer.wall, 0.5),
        ("peak memory with 400, MB", many.peak_mb, 250.0),
        ("peak memory with 400 / with 100", many.peak_mb / cold.peak_mb, 1.25),
    ]
    print("\n| promise | measured | at most | |\n|---|---|---|---|")
    for name, value, limit in promises:
        print(f"| {name} | {value:.2f} | {limit:.2f} | {'kept' if value <= limit else 'BROKEN'} |")
    print(f"| same bytes, warm and cold | {'yes' if same else 'no'} | yes | {'kept' if same else 'BROKEN'} |")
    return 0 if same and all(value <= limit for _, value, limit in promises) else 1


if __name__ == "__main__":
    sys.exit(main())
