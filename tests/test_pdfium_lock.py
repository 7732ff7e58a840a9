"""PDFium works for one thread at a time, whichever room asks: imaging's drawing and packet's reading take turns."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.imaging import open_original
from evidence_desk.packet import read_page_texts
from evidence_desk.pdfium_lock import PDFIUM_LOCK

PATIENCE_S = 30.0


@pytest.fixture
def document(tmp_path: Path) -> Path:
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(40):
            pdf.add_blank_page(page_size=(200, 100))
        pdf.save(data)
    path = tmp_path / "report.pdf"
    path.write_bytes(data.getvalue())
    return path


def draw_page(path: Path) -> None:
    with open_original(path, name=path.name) as opened:
        opened.page(0, PageRecipe())


def read_pages(path: Path) -> None:
    assert len(read_page_texts(path)) == 40


@pytest.mark.parametrize("ask", [draw_page, read_pages])
def test_each_room_waits_for_its_turn_at_pdfium(ask: Callable[[Path], None], document: Path) -> None:
    done = threading.Event()

    def work() -> None:
        ask(document)
        done.set()

    thread = threading.Thread(target=work, daemon=True)
    with PDFIUM_LOCK:
        thread.start()
        assert not done.wait(0.3)
    assert done.wait(PATIENCE_S)
    thread.join()


def test_drawing_and_reading_at_once_come_out_right(document: Path) -> None:
    failures: list[BaseException] = []

    def work(ask: Callable[[Path], None]) -> None:
        try:
            for _ in range(5):
                ask(document)
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            failures.append(error)

    threads = [threading.Thread(target=work, args=(ask,)) for ask in (draw_page, read_pages, draw_page, read_pages)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    assert not failures
    assert not PDFIUM_LOCK.locked()
