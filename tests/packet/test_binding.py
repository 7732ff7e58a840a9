"""Binding: one file with the right pages, numbers, links and bookmarks, or nothing at all."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name, Pdf
from tests.packet.making import (
    STATED,
    Workbench,
    bookmarks_of,
    document,
    exhibit,
    file_of,
    large,
    links_of,
    page_texts,
    picture,
    plan_of,
    solid,
)
from tests.packet.making import cornered as drawing

from evidence_desk.domain.edits import Edition
from evidence_desk.domain.packet import CoreFact, EventRow, FactRow, PacketPlan, Part, RequirementRow, WorkingNote
from evidence_desk.domain.picture import PageContent
from evidence_desk.domain.statement import Cite, parse_statement
from evidence_desk.errors import Cancelled, EnvironmentFault
from evidence_desk.packet import bind_packet, inspect_packet

Contents = list[list[list[PageContent]]]


def full_plan(**more: object) -> tuple[PacketPlan, Contents]:
    """Three exhibits (a picture, a PDF of three pages and a video, a long chat) cited from every part."""
    exhibits = (
        exhibit(1),
        exhibit(2, file_of(3, label="2-1"), file_of(0, label="2-2", first_page=4, form_name="视频", name="开箱.mp4")),
        exhibit(3),
    )
    contents: Contents = [
        [[large()]],
        [[document("A"), document("B"), document("C")], []],
        [[large(1080, 9000, quiet=tuple(row / 40 for row in range(1, 40)))]],
    ]
    plan = plan_of(
        *exhibits,
        statement="【结论】已签收[[evidence:e1]]。\n1. 揽收[[evidence:e2#3]]，录像[[evidence:e2#4]]，[[evidence:e3]]。",
        core_facts=(CoreFact("2024-11-04 11:06", "签收底单", "本人签收", Cite("e1")),),
        facts=(FactRow("签收时间", "2024-11-04 11:06", Cite("e2", 2)),),
        events=(EventRow("2024-11-04 11:06", "签收", Cite("e3")),),
        requirements=(RequirementRow("签收凭证", True, True, (Cite("e1"), Cite("e2")), "齐备"),),
    )
    return replace(plan, **more), contents  # type: ignore[arg-type]


def qpdf_complaints(path: Path) -> str:
    """What qpdf says against a file, by its library and, where it is installed, by the program."""
    with Pdf.open(path) as pdf:
        complaints = "\n".join(pdf.check_pdf_syntax())
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        complaints += "" if done.returncode == 0 else done.stdout + done.stderr
    return complaints


def printed_page(text: str) -> int | None:
    """The page a link's text names: 证据3（第7页）, 7–9, 证据目录 5."""
    digits = text.rpartition("第")[2].partition("页")[0] if "第" in text else text.partition("–")[0]
    number = "".join(char for char in digits[-3:] if char.isdigit())
    return int(number) if number else None


def assert_consistent(path: Path) -> None:
    """Every foot counts, every link leads to the page it prints, every bookmark to the page it names."""
    texts = page_texts(path)
    for number, text in enumerate(texts, 1):
        assert f"第{number}页/共{len(texts)}页" in text
    links = links_of(path)
    for link in links:
        assert printed_page(link.text) == link.target, link
    for _, title, target in bookmarks_of(path):
        assert title.endswith(f" · 第 {target} 页")


def test_a_whole_packet_holds_together(bench: Workbench) -> None:
    plan, contents = full_plan()
    bound = bench.bind(plan, contents)
    assert_consistent(bound.path)
    assert not qpdf_complaints(bound.path)
    assert not inspect_packet(bound.path).findings
    texts = page_texts(bound.path)
    assert bound.pages == len(texts)
    assert bound.bytes == bound.path.stat().st_size
    for number, span in bound.spans.items():
        pages = texts[span.first_page - 1 : span.first_page - 1 + span.pages]
        assert all(f"证据{number}" in text for text in pages)
        assert "证明：" in pages[0]
    assert [span.pages for span in bound.spans.values()] == [1, 4, 1]


def test_every_citation_leads_to_the_very_page_of_the_exhibit(bench: Workbench) -> None:
    plan, contents = full_plan()
    bound = bench.bind(plan, contents)
    second = bound.spans[2].first_page
    cited = {link.text: link.target for link in links_of(bound.path) if "第" in link.text}
    texts = page_texts(bound.path)
    assert f"证据2（第{second + 3}页）" in cited
    assert texts[second + 2].startswith("C") or "C" in texts[second + 2]
    assert "开箱.mp4" in texts[second - 1]


def test_bookmarks_are_the_parts_and_under_them_the_exhibits(bench: Workbench) -> None:
    plan, contents = full_plan()
    titles = [(level, title.partition(" · ")[0]) for level, title, _ in bookmarks_of(bench.bind(plan, contents).path)]
    assert titles == [
        (0, "封面"),
        (0, "申诉说明"),
        (0, "关键事实与时间线"),
        (0, "证据目录"),
        (0, "证据（3 件）"),
        (1, "证据1 签收底单1"),
        (1, "证据2 签收底单2"),
        (1, "证据3 签收底单3"),
        (0, "完整性附录"),
        (0, "举证要求对照"),
    ]


@pytest.mark.parametrize(
    "title", ["", "聊天记录第 3 页", "第9页", "a\nb\u202ec", "（证据" * 66, "证据1（第1页） · 第 8 页"]
)
def test_titles_of_any_kind_do_no_harm(bench: Workbench, title: str) -> None:
    plan = plan_of(exhibit(1, title=title), statement="见[[evidence:e1]]。", label=f"{title} 第 7 页 / 共 9 页")
    bound = bench.bind(plan, [[[solid()]]])
    assert not inspect_packet(bound.path).findings
    assert not qpdf_complaints(bound.path)
    assert not [char for _, name, _ in bookmarks_of(bound.path) for char in name if char in "\n\u202e"]


@pytest.mark.parametrize("part", list(Part))
def test_any_part_can_be_left_out_without_a_dead_link(bench: Workbench, part: Part) -> None:
    plan, contents = full_plan()
    bound = bench.bind(replace(plan, parts=frozenset(Part) - {part}), contents)
    assert_consistent(bound.path)
    assert not inspect_packet(bound.path).findings
    assert bool(bound.spans) == (part is not Part.EXHIBITS)


@pytest.mark.parametrize("part", list(Part))
def test_any_part_can_stand_alone(bench: Workbench, part: Part) -> None:
    plan, contents = full_plan()
    bound = bench.bind(replace(plan, parts=frozenset({part})), contents)
    assert_consistent(bound.path)
    links = links_of(bound.path)
    assert all(link.target <= bound.pages for link in links)


def test_without_the_exhibits_citations_print_no_page_and_are_no_links(bench: Workbench) -> None:
    plan, contents = full_plan()
    bound = bench.bind(replace(plan, parts=frozenset({Part.STATEMENT})), contents)
    (text,) = page_texts(bound.path)
    assert "已签收证据1。" in text
    assert not links_of(bound.path)


@pytest.mark.parametrize("parts", [frozenset(Part), frozenset[Part]()])
def test_a_packet_of_nothing_is_still_a_packet(bench: Workbench, parts: frozenset[Part]) -> None:
    bound = bench.bind(plan_of(parts=parts, numbers=(), request="", headline="", label=""))
    assert bound.pages == 1
    assert not inspect_packet(bound.path).findings


@pytest.mark.parametrize("border", [9, 99])
def test_numbers_settle_where_pages_gain_a_digit(bench: Workbench, border: int) -> None:
    page = large()
    for exhibits in range(border - 5, border + 2):
        items = [exhibit(number) for number in range(1, exhibits + 1)]
        cites = "".join(f"[[evidence:e{number}]]" for number in range(1, min(exhibits, 12) + 1))
        plan = plan_of(*items, statement=f"见{cites}。", parts=frozenset({Part.COVER, Part.STATEMENT, Part.EXHIBITS}))
        bound = bench.bind(plan, [[[page]]] * exhibits)
        first = bound.spans[1].first_page
        assert f"证据1（第{first}页）" in page_texts(bound.path)[1]
        if border == 99 and exhibits % 3:
            continue
        assert_consistent(bound.path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 60), st.lists(st.integers(1, 4), min_size=1, max_size=14), st.integers(1, 40))
def test_numbers_settle_for_any_length_of_statement(
    bench: Workbench, words: int, counts: list[int], facts: int
) -> None:
    items = [exhibit(number, file_of(count, label=str(number))) for number, count in enumerate(counts, 1)]
    statement = "\n".join(
        f"{number}. {'签收时间与物流一致，' * (words % 7)}见[[evidence:e{number % len(counts) + 1}#{words % 4 + 1}]]。"
        for number in range(words)
    )
    rows = tuple(
        FactRow(f"事实{number}", "值" * words, Cite(f"e{number % len(counts) + 1}")) for number in range(facts)
    )
    plan = plan_of(*items, statement=statement, facts=rows)
    bound = bench.bind(plan, [[[large(300, 200)] * count] for count in counts])
    assert_consistent(bound.path)


def test_three_hundred_and_twenty_exhibits_are_bound(bench: Workbench) -> None:
    items = [exhibit(number) for number in range(1, 321)]
    plan = plan_of(*items, statement="见[[evidence:e1]]、[[evidence:e320]]。")
    bound = bench.bind(plan, [[[large()]]] * 320)
    assert not inspect_packet(bound.path).findings
    last = bound.spans[320]
    assert f"证据320（第{last.first_page}页）" in page_texts(bound.path)[1]
    assert any("证据（320 件）" in title for _, title, _ in bookmarks_of(bound.path))


def test_page_labels_count_from_one(bench: Workbench) -> None:
    plan, contents = full_plan()
    with Pdf.open(bench.bind(plan, contents).path) as pdf:
        labels = [str(page.label) for page in pdf.pages]
    assert labels == [str(number) for number in range(1, len(labels) + 1)]


def test_the_metadata_names_case_language_and_time_and_nobody(bench: Workbench) -> None:
    plan, contents = full_plan()
    path = bench.bind(plan, contents).path
    with Pdf.open(path) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert info["/Title"] == "申诉材料：关于“未收到货”投诉"
        assert info["/CreationDate"] == info["/ModDate"] == "D:20241106023000+00'00'"
        assert set(info) == {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/EvidenceDeskSeal"}
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.PageMode == Name.UseOutlines
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == info["/Title"]
            assert metadata["xmp:CreateDate"] == STATED.isoformat(timespec="seconds")
    raw = path.read_bytes()
    assert str(bench.folder).encode() not in raw
    assert b"/tmp/" not in raw
    assert "开箱".encode("utf-16-be") not in raw


def test_the_internal_edition_ends_with_its_working_notes(bench: Workbench) -> None:
    notes = (
        WorkingNote("error", "缺少签收时间。"),
        WorkingNote("warning", "图片太小。"),
        WorkingNote("note", "动图。"),
    )
    plan = plan_of(exhibit(1), edition=Edition.INTERNAL, working_notes=notes, deadline="剩余 3 小时。")
    texts = page_texts(bench.bind(plan, [[[solid()]]]).path)
    assert "须改缺少签收时间。注意图片太小。提示动图。" in texts[-1]
    assert "剩余3小时。" in texts[-1]
    assert "没有待处理的问题。" in page_texts(bench.bind(replace(plan, working_notes=()), [[[solid()]]]).path)[-1]


def test_characters_without_a_glyph_are_printed_as_such_and_named(bench: Workbench) -> None:
    bound = bench.bind(plan_of(exhibit(1, title="签\ue000收"), statement="到\ue001"), [[[solid()]]])
    assert [(finding.code, finding.where) for finding in bound.findings] == [
        ("glyph_missing", "U+E000"),
        ("glyph_missing", "U+E001"),
    ]
    assert "签〓收" in "".join(page_texts(bound.path))
    assert not bench.bind(plan_of(exhibit(1)), [[[solid()]]]).findings


def test_a_cut_through_content_is_told_with_its_exhibit(bench: Workbench) -> None:
    bound = bench.bind(plan_of(exhibit(1), exhibit(2)), [[[large()]], [[large(1080, 12_000)]]])
    assert [(finding.code, finding.where) for finding in bound.findings] == [("cut_through_content", "e2")]


def test_the_same_plan_gives_the_same_bytes_and_another_picture_another_identifier(bench: Workbench) -> None:
    plan, contents = full_plan()
    first = bench.bind(plan, contents)
    one = first.path.read_bytes()
    second = bench.bind(plan, contents)
    assert second.path.read_bytes() == one
    assert second.sha256 == first.sha256
    with Pdf.open(second.path) as pdf:
        identifier = [bytes(part) for part in pdf.trailer.ID]
    contents[0][0][0] = solid(color=(1, 2, 3))
    with Pdf.open(bench.bind(plan, contents).path) as pdf:
        assert [bytes(part) for part in pdf.trailer.ID] != identifier


def test_the_stated_time_is_in_the_bytes(bench: Workbench) -> None:
    plan, contents = full_plan()
    one = bench.bind(plan, contents).path.read_bytes()
    assert bench.bind(replace(plan, stated_at=STATED.replace(year=2025)), contents).path.read_bytes() != one


def test_nothing_in_the_foot_runs_into_anything_else(bench: Workbench) -> None:
    count = 1200
    items = [exhibit(number) for number in range(count - 30, count + 1)]
    plan = plan_of(*items, parts=frozenset({Part.EXHIBITS}), label="TS20241106001 · " + "山野小铺" * 20)
    plates = {(item.number, 0): bench.plate([solid(90, 30)]) for item in items}
    bound = bind_packet(plan, plates, bench.folder / "packet.pdf", faces=bench.faces)
    document = pypdfium2.PdfDocument(bound.path)
    try:
        for page in document:
            text = page.get_textpage()
            count = text.count_chars()
            foot = [text.get_charbox(place) for place in range(count) if text.get_text_range(place, 1).strip()]
            boxes = sorted(box for box in foot if box[3] < 60)
            assert all(before[2] <= after[0] + 0.5 for before, after in pairwise(boxes))
    finally:
        document.close()


# what must not happen to the output


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as on a full disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is POSIX's")
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_disk_that_fills_leaves_nothing_and_what_was_there(bench: Workbench, share: float) -> None:
    image = drawing(200, 200).effect_spread(90)
    plan, contents = plan_of(exhibit(1)), [[[picture(image)]]]
    plates = bench.plates(contents)
    size = bench.bind(plan, contents).bytes
    out = bench.folder / "packet.pdf"
    out.write_bytes(b"yesterday's")
    with file_size_limit(int(size * share)), pytest.raises(EnvironmentFault) as told:
        bind_packet(plan, plates, out, faces=bench.faces)
    assert told.value.problems[0].file == str(out)
    assert entries(bench.folder) == ["packet.pdf"]
    assert out.read_bytes() == b"yesterday's"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_at_the_last_step_leaves_what_was_there(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    out = bench.folder / "packet.pdf"
    out.write_bytes(b"yesterday's")
    plates = bench.plates([[[solid()]]])

    def fail(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(EnvironmentFault):
        bind_packet(plan_of(exhibit(1)), plates, out, faces=bench.faces)
    assert entries(bench.folder) == ["packet.pdf"]
    assert out.read_bytes() == b"yesterday's"


def test_an_output_folder_that_is_gone_is_a_fault_of_the_environment(bench: Workbench) -> None:
    plan, plates = plan_of(exhibit(1)), bench.plates([[[solid()]]])
    with pytest.raises(EnvironmentFault) as told:
        bind_packet(plan, plates, bench.folder / "gone" / "a.pdf", faces=bench.faces)
    assert told.value.problems[0].file.endswith("a.pdf")
    assert entries(bench.folder) == []


def test_a_folder_in_the_outputs_place_is_a_fault_of_the_environment(bench: Workbench) -> None:
    (bench.folder / "packet.pdf" / "inside").mkdir(parents=True)
    with pytest.raises(EnvironmentFault):
        bench.bind(plan_of(exhibit(1)), [[[solid()]]])
    assert entries(bench.folder) == ["packet.pdf"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_without_permission_is_a_fault_of_the_environment(bench: Workbench) -> None:
    bench.folder.chmod(0o500)
    with pytest.raises(EnvironmentFault):
        bench.bind(plan_of(exhibit(1)), [[[solid()]]])
    assert entries(bench.folder) == []


@pytest.mark.parametrize("phase", ["bind", "verify"])
def test_a_person_who_stops_it_finds_nothing_left(bench: Workbench, phase: str) -> None:
    def stop(name: str, done: int, total: int) -> None:
        if name == phase:
            raise Cancelled

    plates = bench.plates([[[solid()]]])
    with pytest.raises(Cancelled):
        bind_packet(plan_of(exhibit(1)), plates, bench.folder / "a.pdf", faces=bench.faces, step=stop)
    assert entries(bench.folder) == []


def test_a_plate_that_vanished_meanwhile_leaves_nothing(bench: Workbench) -> None:
    plates = bench.plates([[[solid()]]])
    plates[1, 0].path.unlink()
    with pytest.raises(EnvironmentFault):
        bind_packet(plan_of(exhibit(1)), plates, bench.folder / "a.pdf", faces=bench.faces)
    assert entries(bench.folder) == []


def test_a_failure_while_drawing_does_not_spoil_the_next_packet(bench: Workbench) -> None:
    plan, contents = full_plan()
    one = bench.bind(plan, contents).path.read_bytes()
    broken = plan_of(exhibit(1), statement="字" * 10)
    with pytest.raises(KeyError):
        bind_packet(broken, {}, bench.folder / "b.pdf", faces=bench.faces)
    assert bench.bind(plan, contents).path.read_bytes() == one
    assert entries(bench.folder) == ["packet.pdf"]


def test_a_statement_may_cite_what_the_packet_lacks(bench: Workbench) -> None:
    plan = replace(plan_of(exhibit(1)), statement=parse_statement("见[[evidence:gone]]。"))
    assert "见【证据未收入】。" in "".join(page_texts(bench.bind(plan, [[[solid()]]]).path))


def test_what_a_killed_build_left_is_removed_once_it_is_old(bench: Workbench) -> None:
    old, young, other = (bench.folder / f".evidence-desk-{name}" for name in ("aaaaaaaa", "bbbbbbbb", "cccccccc"))
    for place in (old, young, other):
        place.mkdir()
        (place / "packet.pdf").write_bytes(b"half")
    (other / "somebody's.txt").write_text("not ours", encoding="utf-8")
    for place in (old, other):
        os.utime(place, (0, 0))
    bench.bind(full_plan()[0], full_plan()[1])
    assert not old.exists()
    assert (young / "packet.pdf").exists()
    assert (other / "somebody's.txt").exists()
