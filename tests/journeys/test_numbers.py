"""Pages, printed numbers, links, bookmarks, page labels and the report all say the same."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.journeys.case_folders import Item, build, motley, write_case
from tests.journeys.conftest import SAMPLES, Built, Samples
from tests.journeys.judges import CITED, FOOT, Packet, has_tool, look_at, tool


def assert_numbers_agree(report: dict[str, Any], packet: Packet) -> None:
    """Everything that bears a number in the packet agrees with everything else, and with the report."""
    count = report["pages"]
    data = packet.path.read_bytes()
    assert (report["bytes"], report["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert len(packet.texts) == count
    assert [FOOT.findall(foot) for foot in packet.feet] == [[(str(n), str(count))] for n in range(1, count + 1)]
    assert packet.labels == [str(n) for n in range(1, count + 1)]

    exhibits = report["exhibits"]
    assert [one["number"] for one in exhibits] == list(range(1, len(exhibits) + 1))
    owners: dict[int, list[int]] = {page: [] for page in range(1, count + 1)}
    for one in exhibits:
        for page in range(one["first_page"], one["first_page"] + one["pages"]):
            owners[page].append(one["number"])
    for page, foot in enumerate(packet.feet, 1):
        named = [int(number) for number in re.findall(r"证据(\d+)", foot)]
        assert (named[:1], named[-1:]) == (owners[page][:1], owners[page][-1:]), (page, foot)

    for bookmark in packet.bookmarks:
        assert bookmark.stated == bookmark.target, bookmark
    titles = {bookmark.title: bookmark.target for bookmark in packet.bookmarks}
    for one in exhibits:
        assert titles[f"证据{one['number']} {one['title']}"] == one["first_page"]

    printed = 0
    for link in packet.links:
        cited = CITED.search(link.text)
        if cited:
            assert link.target == int(cited[2]), link
            assert int(cited[1]) in owners[link.target], link
        elif re.fullmatch(r"\d+(–\d+)?", link.text):
            first, _, last = link.text.partition("–")
            assert link.target == int(first), link
            lasts = {
                exhibits[number - 1]["first_page"] + exhibits[number - 1]["pages"] - 1 for number in owners[link.target]
            }
            assert int(last or first) in lasts, link
        printed += bool(cited)
    assert printed == sum(len(CITED.findall(packet.page(n))) for n in range(1, count + 1))


def test_a_samples_packet_agrees_with_itself_in_every_edition(sample: Built) -> None:
    assert_numbers_agree(sample.report, sample.packet)
    assert sum(bool(CITED.search(link.text)) for link in sample.packet.links) >= len(sample.report["exhibits"])


def test_the_contents_of_the_cover_lead_to_the_pages_they_print(sample: Built) -> None:
    cover = sample.packet.page(1)
    parts = {one.title: one.target for one in sample.packet.bookmarks if not re.match(r"证据\d", one.title)}
    contents = [link for link in sample.packet.links if link.page == 1 and not CITED.search(link.text)]
    assert len(contents) >= 5
    for link in contents:
        match = re.fullmatch(r"(.+?)\s*(\d+)", link.text)
        assert match, link
        assert int(match[2]) == link.target
        assert parts[match[1].strip()] == link.target
        assert match[1].strip() in cover


@pytest.mark.skipif(not has_tool("qpdf"), reason="qpdf is not on this machine")
@pytest.mark.parametrize("folder", SAMPLES, ids=lambda one: one.name)
def test_qpdf_finds_no_fault(samples: Samples, folder: Path) -> None:
    sample = samples.get(folder, "platform")
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", sample.packet.path)


@pytest.mark.skipif(not has_tool("pdftotext"), reason="Poppler is not on this machine")
def test_poppler_reads_the_same_feet_and_finds_every_font_inside(sample: Built) -> None:
    pages = tool("pdftotext", "-layout", sample.packet.path, "-").split("\f")[:-1]
    count = sample.report["pages"]
    assert [FOOT.findall(page)[-1:] for page in pages] == [[(str(n), str(count))] for n in range(1, count + 1)]
    rows = tool("pdffonts", sample.packet.path).splitlines()
    head = rows[0].index("emb")
    assert len(rows) > 2
    for row in rows[2:]:
        assert row[head : head + 3] == "yes", row


def picture(folder: Path, name: str, seed: int) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    motley(300, 640, seed=seed).save(folder / name)
    return name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven items: one left out, one without a kind first, one of several files, one of a PDF with three pages."""
    place = tmp_path / "case"
    place.mkdir()
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(place / "report.pdf")
    evidence: list[Item] = [
        {"id": "loose", "files": [picture(place, "loose.png", 1)]},
        {"id": "hidden", "files": [picture(place, "hidden.png", 2)], "kind": "chat_record", "include": False},
        {"id": "several", "files": [picture(place, f"s{n}.png", 10 + n) for n in range(7)], "kind": "chat_record"},
        {"id": "report", "files": ["report.pdf"], "kind": "inspection_report", "title": "检测报告"},
    ]
    evidence += [
        {
            "id": f"item{n}",
            "files": [picture(place, f"i{n}.png", 30 + n)],
            "kind": "tracking_trace",
            "title": f"轨迹 {n}",
        }
        for n in range(7)
    ]
    statement = (
        "【经过】\n1. 收件人已签收[[evidence:item0]][[evidence:report#3]]。\n"
        "2. 聊天说明情况[[evidence:several#7]]，另见[[evidence:loose]]。"
    )
    return write_case(place, evidence, statement=statement)


def test_evidence_left_out_bears_no_number_and_leaves_no_gap(folder: Path) -> None:
    report = build(folder)
    packet = look_at(Path(report["packet"]))
    assert_numbers_agree(report, packet)
    ids = [one["id"] for one in report["exhibits"]]
    assert "hidden" not in ids
    assert ids == ["several", "report", *(f"item{n}" for n in range(7)), "loose"]
    assert "hidden.png" not in packet.text


def test_a_citation_of_a_page_leads_to_that_page_of_the_exhibit(folder: Path) -> None:
    report = build(folder)
    packet = look_at(Path(report["packet"]))
    second = next(one for one in report["exhibits"] if one["id"] == "report")
    assert second["pages"] == 3
    assert f"证据2（第{second['first_page'] + 2}页）" in packet.page(2)
    first = report["exhibits"][0]
    assert first["pages"] == 3  # seven phone screens, three abreast
    assert f"证据1（第{first['first_page'] + 2}页）" in packet.page(2)
    assert first["files"] == [f"s{n}.png" for n in range(7)]
    assert all(f"证据1-{n}" in packet.text for n in range(1, 8))


def test_more_pages_than_the_first_guess_still_print_the_right_numbers(tmp_path: Path) -> None:
    """A statement and an index of several pages push every exhibit to where no first layout would expect it."""
    place = tmp_path / "case"
    names = [picture(place, f"p{n}.png", n) for n in range(40)]
    evidence = [
        {"id": f"e{n}", "files": [name], "kind": "tracking_trace", "proves": "运单轨迹完整" * 12}
        for n, name in enumerate(names)
    ]
    lines = [f"{n + 1}. 第{n + 1}项事实由以下证据证明[[evidence:e{n}]][[evidence:e{39 - n}]]。" for n in range(40)]
    report = build(write_case(place, evidence, statement="【经过】\n" + "\n".join(lines * 2)))
    assert report["exhibits"][0]["first_page"] > 9
    assert_numbers_agree(report, look_at(Path(report["packet"])))


def test_short_exhibits_that_share_a_page_agree_too(tmp_path: Path) -> None:
    place = tmp_path / "case"
    place.mkdir()
    evidence: list[Item] = []
    for number in range(7):
        (place / f"{number}.mp3").write_bytes(b"ID3" + bytes([number]))
        evidence.append(
            {"id": f"e{number}", "files": [f"{number}.mp3"], "kind": "chat_record", "title": f"通话 {number}"}
        )
    statement = "\n".join(f"{n + 1}. 第{n + 1}次通话[[evidence:e{n}]]。" for n in range(7))
    report = build(write_case(place, evidence, statement=statement))
    assert len({one["first_page"] for one in report["exhibits"]}) < 7
    assert_numbers_agree(report, look_at(Path(report["packet"])))


@pytest.mark.parametrize(
    ("options", "gone"),
    [
        (["cover"], ["封面"]),
        (["statement", "facts"], ["申诉说明", "关键事实与时间线"]),
        (["index"], ["证据目录"]),
        (["integrity"], ["完整性附录"]),
        (["exhibits"], ["证据（10 件）"]),
        (["cover", "statement", "facts", "index", "integrity"], ["封面", "申诉说明", "证据目录", "完整性附录"]),
    ],
    ids=["cover", "words", "index", "integrity", "exhibits", "only exhibits"],
)
def test_parts_switched_off_are_gone_and_everything_else_still_agrees(
    folder: Path, options: list[str], gone: list[str]
) -> None:
    whole = build(folder, name="whole.pdf")
    report = build(folder, *(word for part in options for word in ("--without", part)))
    packet = look_at(Path(report["packet"]))
    assert report["pages"] < whole["pages"]
    titles = [one.title for one in packet.bookmarks]
    assert not set(gone) & set(titles)
    if "exhibits" not in options:
        assert_numbers_agree(report, packet)
    else:
        assert [(one["first_page"], one["pages"]) for one in report["exhibits"]] == [(0, 0)] * 10
        assert not CITED.search(packet.text)
        assert [one.stated for one in packet.bookmarks] == [one.target for one in packet.bookmarks]


def test_the_requirements_come_on_request(folder: Path) -> None:
    plain, asked = build(folder, name="plain.pdf"), build(folder, "--with", "requirements", name="asked.pdf")
    assert "举证要求对照" not in look_at(Path(plain["packet"])).text
    packet = look_at(Path(asked["packet"]))
    assert "举证要求对照" in packet.text
    assert_numbers_agree(asked, packet)


def test_a_draft_is_marked_on_every_page(folder: Path) -> None:
    packet = look_at(Path(build(folder, "--draft")["packet"]))
    assert all("草稿" in text for text in packet.texts)
    plain = look_at(Path(build(folder, name="plain.pdf")["packet"]))
    assert "草稿" not in plain.text
