"""Files that no page can show stand as sheets; content decides what a file is; odd names do no harm."""

import hashlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.journeys.case_folders import Item, build, command, motley, said, write_case
from tests.journeys.judges import look_at, pictures_on


def sheet(folder: Path, name: str, data: bytes, **item: Any) -> tuple[dict[str, Any], str]:
    """Build a case of one such file; give the report and its sheet's text without spaces."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    report = build(write_case(folder, [{"id": "one", "files": [name], "kind": "chat_record", **item}]))
    page = report["exhibits"][0]["first_page"]
    assert report["exhibits"][0]["pages"] == 1
    return report, look_at(Path(report["packet"])).page(page).replace(" ", "")


@pytest.mark.parametrize(
    ("name", "data", "called"),
    [
        ("打包.mp4", b"\0\0\0\x18ftypmp42 film" * 99, "视频"),
        ("call.amr", b"#!AMR\n" + bytes(99), "录音"),
        ("进销存.xlsx", b"PK\3\4" + bytes(200), "电子表格"),
        ("data.qqq", b"?" * 50, ""),
        ("noending", b"?" * 50, ""),
    ],
)
def test_a_file_that_cannot_be_shown_is_told_by_name_size_and_digest(
    tmp_path: Path, name: str, data: bytes, called: str
) -> None:
    notes = "00:12 放入六只杯子\n00:40 封箱贴单"
    _, text = sheet(tmp_path / "case", name, data, notes=notes)
    assert name in text
    assert f"{len(data):,}字节" in text
    assert hashlib.sha256(data).hexdigest() in text
    assert called in text
    assert "00:12放入六只杯子" in text
    assert "00:40封箱贴单" in text


def test_an_ofd_invoice_is_told_how_to_become_a_pdf(tmp_path: Path) -> None:
    report, text = sheet(tmp_path / "case", "发票.ofd", b"PK\3\4 an invoice", kind="purchase_invoice")
    assert "OFD" in text
    assert "另存为PDF" in text
    (told,) = said(report, "not_shown")
    assert "PDF" in told["message"]
    assert told["where"] == "one"


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.heic", "a.webp", "a.tif", "a.pdf", "a.gif", "a.bmp", "a.avif"])
def test_a_name_that_promises_a_picture_must_keep_its_word(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / name).write_bytes(b"only words, and no picture at all. " * 30)
    write_case(folder, [{"id": "one", "files": [name]}])
    code, answer = command("build", folder, "-o", tmp_path / "a.pdf")
    assert (code, [one["file"] for one in answer["errors"]]) == (2, [name])
    assert not (tmp_path / "a.pdf").exists()


def test_a_picture_behind_another_ending_is_shown_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    motley(300, 500).save(folder / "x.png")
    (folder / "x.png").rename(folder / "picture.dat")
    report = build(write_case(folder, [{"id": "one", "files": ["picture.dat"], "kind": "chat_record"}]))
    with pikepdf.open(report["packet"]) as pdf:
        assert len(pictures_on(pdf, report["exhibits"][0]["first_page"])) == 1


def test_pictures_and_recordings_of_one_exhibit_stand_together(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    motley(300, 600).save(folder / "a.png")
    motley(300, 600, seed=3).save(folder / "c.png")
    (folder / "b.mp3").write_bytes(b"ID3 words")
    item: Item = {"id": "talk", "files": ["a.png", "b.mp3", "c.png"], "kind": "chat_record"}
    report = build(write_case(folder, [item], statement="他说的话[[evidence:talk#2]]，又说[[evidence:talk#3]]。"))
    exhibit = report["exhibits"][0]
    span = range(exhibit["first_page"], exhibit["first_page"] + exhibit["pages"])
    packet = look_at(Path(report["packet"]))
    text = "".join(packet.page(page) for page in span)
    assert "证据1-2 为电子文件" in text
    assert "证据1-1" in text
    assert "证据1-3" in text
    with pikepdf.open(report["packet"]) as pdf:
        assert len({one.objgen for page in span for one in pictures_on(pdf, page)}) == 2
    assert all(link.target in span for link in packet.links if link.text.startswith("证据1（"))


NAMES = ["📦签收🙂𠮷.png", "gpj.\u202egnp.png", "שלום\u200f.png", "长" * 60 + ".png", "a%b&<i>'.png", "tab\there.png"]


@pytest.mark.parametrize("name", NAMES, ids=["emoji", "override", "hebrew", "long", "markup", "control"])
def test_a_name_of_any_characters_prints_without_breaking_a_thing(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    motley(300, 500).save(folder / "plain.png")
    (folder / "plain.png").rename(folder / name)
    item: Item = {
        "id": "one",
        "files": [name],
        "kind": "chat_record",
        "title": f"<b>{name[:20]}</b> &amp; <img src='/etc/hosts'>",
    }
    report = build(write_case(folder, [item]))
    packet = look_at(Path(report["packet"]))
    title = report["exhibits"][0]["title"]
    assert "<img src='/etc/hosts'>" in title
    assert "&amp;" in packet.page(report["exhibits"][0]["first_page"])
    assert report["exhibits"][0]["files"] == [name]
    for char in "📦🙂𠮷" if "📦" in name else "":
        assert char in packet.text, "set in a fallback face, and found again as text"


def test_a_character_no_font_has_is_reported_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    motley(300, 500).save(folder / "a.png")
    rare = "\U0001f9ff\U00013000"  # an amulet, which fonts have, and a hieroglyph
    report = build(
        write_case(folder, [{"id": "one", "files": ["a.png"], "kind": "chat_record", "title": f"截图{rare}"}])
    )
    missing = said(report, "glyph_missing")
    assert "U+13000" in [one["where"] for one in missing]
    assert "U+13000" in missing[-1]["message"]
