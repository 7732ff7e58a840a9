"""Inspection: whatever is wrong with a packet is told, and nothing it may be given makes it fall over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from tests.packet.making import Workbench, exhibit, file_of, large, page_texts, plan_of

from evidence_desk.packet import inspect_packet, list_originals, read_page_texts
from evidence_desk.packet.press import save_plain
from evidence_desk.packet.seal import BLANK_SEAL, SEAL_KEY, set_seal

shared = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.packet.making import BOOK

    from evidence_desk.packet import PlateCache

    folder = tmp_path_factory.mktemp("packet")
    bench = Workbench(BOOK, PlateCache(folder), folder)
    plan = plan_of(
        exhibit(1), exhibit(2, file_of(2, label="2")), statement="已签收[[evidence:e1]]，[[evidence:e2#2]]。"
    )
    return bench.bind(plan, [[[large()]], [[large(), large(700)]]]).path


def codes(path: Path) -> set[str]:
    return {finding.code for finding in inspect_packet(path).findings}


def test_a_packet_as_it_was_built_is_clean(packet: Path) -> None:
    inspection = inspect_packet(packet)
    assert not inspection.findings
    assert inspection.pages == len(page_texts(packet))


@shared
@given(st.data())
def test_any_changed_byte_is_a_finding(packet: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(packet.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    (tmp_path / "a.pdf").write_bytes(whole)
    assert inspect_packet(tmp_path / "a.pdf").findings


@pytest.mark.parametrize("keep", [0, 1, 100, -1, -500])
def test_a_packet_cut_short_is_a_finding(packet: Path, tmp_path: Path, keep: int) -> None:
    (tmp_path / "a.pdf").write_bytes(packet.read_bytes()[:keep])
    assert inspect_packet(tmp_path / "a.pdf").findings


def test_another_pdf_has_no_seal(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    assert codes(tmp_path / "a.pdf") == {"seal_missing"}
    assert list_originals(tmp_path / "a.pdf") == ()


def resealed(packet: Path, out: Path, change: Callable[[Pdf], object]) -> Path:
    """Change a packet and seal it anew, as somebody who knows the way could."""
    with Pdf.open(packet) as pdf:
        change(pdf)
        pdf.docinfo[SEAL_KEY] = String(BLANK_SEAL)
        save_plain(pdf, out)
    set_seal(out)
    return out


def swap_pages(pdf: Pdf) -> None:
    pdf.pages[1], pdf.pages[2] = pdf.pages[2], pdf.pages[1]


def first_link(pdf: Pdf) -> Dictionary:
    return next(note for page in pdf.pages for note in page.obj.get("/Annots", Array()))  # type: ignore[return-value]


def citation(pdf: Pdf) -> Dictionary:
    return pdf.pages[1].obj.Annots[0]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (swap_pages, "page_number"),
        (lambda pdf: pdf.pages.__delitem__(4), "page_number"),
        (lambda pdf: citation(pdf).__setattr__("Dest", Array([pdf.pages[4].obj, Name.Fit])), "link_number"),
        (lambda pdf: first_link(pdf).__delattr__("Dest"), "link"),
        (lambda pdf: first_link(pdf).__setattr__("Dest", Array([5, Name.Fit])), "unreadable"),
        (lambda pdf: first_link(pdf).__setattr__("Dest", Array([])), "unreadable"),
        (lambda pdf: first_link(pdf).__delattr__("Rect"), "unreadable"),
        (lambda pdf: pdf.Root.Outlines.First.__setattr__("Dest", Array([pdf.pages[3].obj, Name.Fit])), "bookmark"),
        (lambda pdf: pdf.Root.Outlines.First.__setattr__("Dest", String("x")), "bookmark"),
        (lambda pdf: pdf.Root.__delattr__("PieceInfo"), "listing"),
        (lambda pdf: pdf.Root.PieceInfo.EvidenceDesk.Private.write(b"[3]"), "listing"),
        (lambda pdf: pdf.pages[0].obj.__setattr__("Contents", 7), "page_number"),
    ],
)
def test_a_packet_changed_and_sealed_anew_tells_what_is_wrong(
    packet: Path, tmp_path: Path, change: Callable[[Pdf], object], code: str
) -> None:
    assert code in codes(resealed(packet, tmp_path / "a.pdf", change))


@shared
@given(st.data())
def test_nonsense_with_a_right_seal_never_raises(packet: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(packet.read_bytes())
    field = whole.index(SEAL_KEY.encode())
    # from where the objects are, not from where the pictures are
    for _ in range(data.draw(st.integers(1, 30))):
        at = data.draw(st.integers(0, len(whole) - 1))
        if not field <= at <= field + 100:
            whole[at] = data.draw(st.integers(32, 126))
    start = field + len(SEAL_KEY) + 2
    whole[start : start + 64] = BLANK_SEAL.encode()
    path = tmp_path / "a.pdf"
    path.write_bytes(whole)
    set_seal(path)
    inspect_packet(path)
    list_originals(path)


def test_a_text_file_or_a_locked_one_with_a_right_seal_is_told(packet: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(f"{SEAL_KEY} ({BLANK_SEAL})".encode())
    set_seal(path)
    assert codes(path) == {"unreadable"}
    with Pdf.open(packet) as pdf:
        pdf.save(path, encryption=Encryption(user="a", owner="b"))
    path.write_bytes(path.read_bytes() + f"\n% {SEAL_KEY} ({BLANK_SEAL})".encode())
    set_seal(path)
    assert codes(path) == {"unreadable"}


def test_the_originals_are_listed_in_exhibit_order(packet: Path) -> None:
    listed = list_originals(packet)
    assert [(file.exhibit, file.bytes) for file in listed] == [(1, 1234), (2, 1234)]
    assert all(len(file.sha256) == 64 for file in listed)


def test_page_texts_are_given_page_by_page(packet: Path) -> None:
    texts = read_page_texts(packet)
    assert len(texts) == inspect_packet(packet).pages
    assert all(f"第 {number} 页 / 共 {len(texts)} 页" in text for number, text in enumerate(texts, 1))
