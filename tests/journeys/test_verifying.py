"""Any changed byte of a packet is found, wherever it is, and so is any original that is missing or changed."""

import random
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.journeys.case_folders import Item, build, command, motley, write_case


class Sealed:
    """A finished packet and its folder."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "case"
        (self.folder / "图").mkdir(parents=True)
        motley(300, 500).save(self.folder / "图" / "a.png")
        motley(300, 500, seed=4).save(self.folder / "b.jpg")
        (self.folder / "c.mp3").write_bytes(b"ID3 a call")
        motley(200, 200).save(self.folder / "out.png")
        evidence: list[Item] = [
            {"id": "a", "files": ["图/a.png", "b.jpg"], "kind": "chat_record"},
            {"id": "c", "files": ["c.mp3"], "kind": "chat_record"},
            {"id": "out", "files": ["out.png"], "kind": "chat_record", "include": False},
        ]
        self.report = build(write_case(self.folder, evidence))
        self.packet = Path(self.report["packet"])


@pytest.fixture
def sealed(tmp_path: Path) -> Sealed:
    return Sealed(tmp_path)


def verified(*args: Path) -> tuple[int, dict[str, Any]]:
    code, answer = command("verify", *args)
    assert isinstance(answer, dict)
    assert answer["ok"] is (code == 0)
    assert bool(answer["findings"]) is (code == 1)
    return code, answer


def test_a_packet_as_it_was_built_is_whole(sealed: Sealed) -> None:
    code, answer = verified(sealed.packet, sealed.folder)
    assert code == 0
    assert answer["sha256"] == sealed.report["sha256"]
    assert answer["pages"] == sealed.report["pages"]
    assert answer["originals"] == 3


def test_a_copy_under_another_name_is_whole(sealed: Sealed, tmp_path: Path) -> None:
    copy = tmp_path / "收到的材料 (1).pdf"
    shutil.copy(sealed.packet, copy)
    assert verified(copy, sealed.folder)[0] == 0


def test_every_flipped_byte_is_found(sealed: Sealed, tmp_path: Path) -> None:
    data = sealed.packet.read_bytes()
    seal = data.index(b"/EvidenceDeskSeal")
    chance = random.Random(7)
    places = [0, 1, 9, len(data) - 1, len(data) - 2, len(data) - 20, *range(seal, seal + 90, 6)]
    places += [chance.randrange(len(data)) for _ in range(60)]
    changed = tmp_path / "changed.pdf"
    for place in places:
        for bit in (1, 0x80):
            spoiled = bytearray(data)
            spoiled[place] ^= bit
            changed.write_bytes(spoiled)
            assert verified(changed)[0] == 1, (place, bit)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"\n",
        lambda data: data + b"\n% a remark\n",
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data[1:],
        lambda data: b"\n" + data,
        lambda data: data.replace(b"\n", b"\r\n", 1),
        lambda data: data[:1000] + data[1001:],
        lambda data: data + b"/EvidenceDeskSeal (" + b"0" * 64 + b")",
        lambda data: data + data,
        lambda data: b"",
        lambda data: bytes(len(data)),
    ],
    ids=[
        "newline",
        "remark",
        "shorter",
        "half",
        "headless",
        "pushed",
        "dos",
        "gap",
        "two seals",
        "twice",
        "empty",
        "nil",
    ],
)
def test_bytes_added_or_taken_are_found(sealed: Sealed, spoil: Any) -> None:
    sealed.packet.write_bytes(spoil(sealed.packet.read_bytes()))
    assert verified(sealed.packet)[0] == 1


def test_a_packet_saved_anew_by_another_program_is_found(sealed: Sealed, tmp_path: Path) -> None:
    with pikepdf.open(sealed.packet) as pdf:
        pdf.save(tmp_path / "resaved.pdf")
        del pdf.pages[-1]
        pdf.save(tmp_path / "shorter.pdf")
    assert verified(tmp_path / "resaved.pdf")[0] == 1
    assert verified(tmp_path / "shorter.pdf")[0] == 1


def test_a_seal_made_by_somebody_who_knows_how_does_not_hide_a_wrong_page_number(
    sealed: Sealed, tmp_path: Path
) -> None:
    """Who recomputes the digest still has to get past pages, links and numbers."""
    import hashlib
    import re

    with pikepdf.open(sealed.packet) as pdf:
        del pdf.pages[1]
        pdf.docinfo["/EvidenceDeskSeal"] = "0" * 64
        pdf.save(tmp_path / "forged.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = (tmp_path / "forged.pdf").read_bytes()
    blank = re.sub(rb"/EvidenceDeskSeal \([0-9a-f]{64}\)", b"/EvidenceDeskSeal (" + b"0" * 64 + b")", data)
    seal = hashlib.sha256(blank).hexdigest().encode()
    (tmp_path / "forged.pdf").write_bytes(blank.replace(b"0" * 64, seal, 1))
    code, answer = verified(tmp_path / "forged.pdf")
    assert code == 1
    assert not {"seal_broken", "seal_missing"} & {one["code"] for one in answer["findings"]}, "the forgery did not work"


def test_a_missing_original_is_found(sealed: Sealed) -> None:
    (sealed.folder / "c.mp3").unlink()
    code, answer = verified(sealed.packet, sealed.folder)
    assert (code, answer["originals"]) == (1, 2)
    assert "证据2" in answer["findings"][0]["message"]


def test_a_changed_original_is_found_though_its_size_is_the_same(sealed: Sealed) -> None:
    data = bytearray((sealed.folder / "b.jpg").read_bytes())
    data[-1] ^= 1
    (sealed.folder / "b.jpg").write_bytes(data)
    code, answer = verified(sealed.packet, sealed.folder)
    assert (code, answer["originals"]) == (1, 2)


def test_what_was_left_out_or_only_renamed_does_not_matter(sealed: Sealed) -> None:
    (sealed.folder / "out.png").unlink()
    (sealed.folder / "b.jpg").rename(sealed.folder / "图" / "改名.jpg")
    assert verified(sealed.packet, sealed.folder)[0] == 0


@pytest.mark.parametrize("what", ["packet", "folder"])
def test_a_call_that_names_nothing_is_at_fault(sealed: Sealed, tmp_path: Path, what: str) -> None:
    nowhere = tmp_path / "nowhere"
    code, answer = command("verify", *([nowhere] if what == "packet" else [sealed.packet, nowhere]))
    assert code == 2
    assert "nowhere" in answer["errors"][0]["file"]
