"""The shipped samples, built once in each edition for all journeys."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.case_folders import command
from tests.journeys.judges import Packet, look_at

from evidence_desk.bootstrap import sample_folder

SAMPLES = sorted(path.parent for path in sample_folder().glob("*/case.toml"))
EDITIONS = ("platform", "share", "internal")


@dataclass(frozen=True)
class Built:
    """A sample's packet: the report of its build, and what can be read in it."""

    folder: Path
    edition: str
    report: dict[str, Any]
    packet: Packet


class Samples:
    """Builds a sample in an edition when it is first asked for."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._built: dict[tuple[str, str], Built] = {}

    def get(self, folder: Path, edition: str) -> Built:
        key = (folder.name, edition)
        if key not in self._built:
            out = self._place / f"{folder.name}-{edition}.pdf"
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("EVIDENCE_DESK_CACHE", str(self._place / "cache"))
                patch.setenv("SOURCE_DATE_EPOCH", "1795311300")
                code, report = command("build", folder, "-o", out, "--edition", edition, "--with", "requirements")
            assert code in (0, 1), report
            self._built[key] = Built(folder, edition, report, look_at(out))
        return self._built[key]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    return Samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(
    params=[(folder, edition) for folder in SAMPLES for edition in EDITIONS], ids=lambda one: f"{one[0].name}-{one[1]}"
)
def sample(request: pytest.FixtureRequest, samples: Samples) -> Built:
    folder, edition = request.param
    return samples.get(folder, edition)
