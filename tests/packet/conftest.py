from pathlib import Path

import pytest
from tests.packet.making import BOOK, Workbench

from evidence_desk.packet import FaceBook, PlateCache


@pytest.fixture
def faces() -> FaceBook:
    return BOOK


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    folder = tmp_path / "out"
    folder.mkdir()
    return Workbench(BOOK, PlateCache(tmp_path / "cache"), folder)
