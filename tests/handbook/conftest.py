"""The real resources, and a copy of them to break."""

import shutil
from pathlib import Path

import pytest

from evidence_desk.handbook import Handbook, load_handbook
from evidence_desk.resources import resource_folder

LEFT_OUT = shutil.ignore_patterns("fonts", "samples", "icons", "themes")


@pytest.fixture(scope="session")
def book() -> Handbook:
    return load_handbook(resource_folder())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the resources that a test may break."""
    return Path(shutil.copytree(resource_folder(), tmp_path / "resources", ignore=LEFT_OUT))
