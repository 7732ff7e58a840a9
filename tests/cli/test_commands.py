"""The commands answer in the agreed shapes and end with the agreed codes."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.small_case import change_case, draw_screenshot, write_small_case

from evidence_desk.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_case(tmp_path / "case")


def answer(capsys: pytest.CaptureFixture[str], *args: str, code: int) -> Any:
    assert main([*args, "--json"]) == code
    return json.loads(capsys.readouterr().out)


class TestBuild:
    def test_answers_with_what_was_built(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = folder.parent / "appeal.pdf"
        built = answer(capsys, "build", str(folder), "-o", str(out), code=1)
        assert set(built) == {
            "packet", "pages", "bytes", "sha256", "edition", "position", "exhibits", "findings", "notes", "timings",
        }  # fmt: skip
        data = out.read_bytes()
        assert built["bytes"] == len(data)
        assert built["sha256"] == hashlib.sha256(data).hexdigest()
        with pikepdf.open(out) as pdf:
            assert built["pages"] == len(pdf.pages)
        assert (built["edition"], built["position"]) == ("platform", "signed_by_buyer")
        first = built["exhibits"][0]
        assert set(first) == {"number", "id", "title", "kind", "first_page", "pages", "files"}
        assert (first["number"], first["id"], first["files"]) == (1, "signoff", ["signoff.png"])
        for finding in built["findings"]:
            assert set(finding) == {"code", "severity", "message", "where"}

    def test_ends_with_one_exactly_when_a_finding_is_more_than_a_note(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        built = answer(capsys, "build", str(folder), "-o", str(folder.parent / "a.pdf"), code=1)
        assert {finding["severity"] for finding in built["findings"]} - {"note"}

    @pytest.mark.parametrize("edition", ["platform", "share", "internal"])
    def test_builds_each_edition(self, folder: Path, capsys: pytest.CaptureFixture[str], edition: str) -> None:
        out = folder.parent / "a.pdf"
        assert main(["build", str(folder), "-o", str(out), "--edition", edition, "--json"]) in (0, 1)
        assert json.loads(capsys.readouterr().out)["edition"] == edition
        assert out.is_file()

    def test_leaves_out_what_is_switched_off(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = str(folder.parent / "a.pdf")
        whole = answer(capsys, "build", str(folder), "-o", out, code=1)["pages"]
        less = answer(capsys, "build", str(folder), "-o", out, "--without", "cover", "--without", "index", code=1)
        more = answer(capsys, "build", str(folder), "-o", out, "--with", "requirements", code=1)
        assert less["pages"] < whole < more["pages"]

    def test_refuses_to_leave_everything_out(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        parts = ["cover", "statement", "facts", "index", "exhibits", "integrity"]
        options = [word for part in parts for word in ("--without", part)]
        out = folder.parent / "a.pdf"
        (error,) = answer(capsys, "build", str(folder), "-o", str(out), *options, code=2)["errors"]
        assert error["key"] == "--without"
        assert not out.exists()

    @pytest.mark.parametrize("name", ["case.toml", "appeal", "."])
    def test_writes_nothing_but_a_pdf(self, folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
        before = (folder / "case.toml").read_bytes()
        (error,) = answer(capsys, "build", str(folder), "-o", str(folder / name), code=2)["errors"]
        assert error["key"] == "--out"
        assert (folder / "case.toml").read_bytes() == before

    def test_takes_a_zip_of_the_folder(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        packed = shutil.make_archive(str(folder.parent / "packed"), "zip", folder)
        from_zip = answer(capsys, "build", packed, "-o", str(folder.parent / "a.pdf"), code=1)
        from_folder = answer(capsys, "build", str(folder), "-o", str(folder.parent / "b.pdf"), code=1)
        assert from_zip["exhibits"] == from_folder["exhibits"]

    def test_gives_the_same_bytes_at_the_same_stated_time(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730943000")
        sums = [
            answer(capsys, "build", str(folder), "-o", str(folder.parent / name), code=1)["sha256"]
            for name in ("a.pdf", "b.pdf")
        ]
        assert sums[0] == sums[1]

    def test_refuses_a_stated_time_that_is_none(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
        (error,) = answer(capsys, "build", str(folder), "-o", str(folder.parent / "a.pdf"), code=2)["errors"]
        assert error["key"] == "SOURCE_DATE_EPOCH"

    @pytest.mark.parametrize(
        "name", ["📦签收🙂.jpg", "abc\u202egpj.jpg", "שלום\u200f.jpg", "n" * 200 + ".jpg", "a%b&<i>.jpg"]
    )
    def test_odd_names_reach_the_packet(self, folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
        draw_screenshot(folder / "plain.jpg", seed=9).rename(folder / name)
        change_case(folder, "trace.jpg", name)
        built = answer(capsys, "build", str(folder), "-o", str(folder.parent / "a.pdf"), code=1)
        assert len(built["exhibits"]) == 2

    def test_for_people_names_packet_exhibits_and_findings(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = folder.parent / "a.pdf"
        assert main(["build", str(folder), "-o", str(out)]) == 1
        told = capsys.readouterr().out
        assert str(out) in told
        assert "签收底单" in told
        assert "注意" in told or "错误" in told


class TestCheck:
    def test_answers_with_the_readiness(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "check", str(folder), code=1)
        assert {
            "ready", "position", "requirements", "missing_facts", "contradictions", "wording", "citations", "private",
            "deadline",
        } <= set(found)  # fmt: skip
        assert found["position"] == "signed_by_buyer"
        for requirement in found["requirements"]:
            assert {"id", "level", "satisfied", "kinds", "evidence"} <= set(requirement)
            assert requirement["level"] in ("required", "recommended")
        sign_off = next(one for one in found["requirements"] if one["id"] == "sign_off")
        assert sign_off["satisfied"]
        assert sign_off["evidence"] == ["signoff"]

    def test_a_contradiction_names_rule_facts_and_message(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        change_case(folder, "value = 2024-11-04T11:06:00", "value = 2024-10-04T11:06:00")
        found = answer(capsys, "check", str(folder), code=1)
        assert not found["ready"]
        (contradiction,) = [one for one in found["contradictions"] if one["rule"] == "not_before"]
        assert "signed_at" in contradiction["facts"]
        assert contradiction["message"]

    def test_without_a_position_names_the_default(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change_case(folder, 'position = "signed_by_buyer"\n', "")
        found = answer(capsys, "check", str(folder), code=1)
        assert found["position"] == "signed_by_buyer"
        assert found["position_defaulted"] is True

    def test_an_unknown_fact_is_a_finding(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        change_case(folder, "[facts]", '[facts]\nshelf = "A7"')
        found = answer(capsys, "check", str(folder), code=1)
        assert ("unknown_fact", "shelf") in [(one["code"], one["where"]) for one in found["findings"]]

    def test_writes_nothing_into_the_folder(self, folder: Path) -> None:
        before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
        main(["check", str(folder)])
        assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before


class TestVerify:
    @pytest.fixture
    def packet(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
        out = folder.parent / "a.pdf"
        assert main(["build", str(folder), "-o", str(out)]) == 1
        capsys.readouterr()
        return out

    def test_an_untouched_packet_is_fine(self, packet: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "verify", str(packet), str(folder), code=0)
        assert found["ok"] is True
        assert found["findings"] == []

    def test_any_changed_byte_is_found(self, packet: Path, capsys: pytest.CaptureFixture[str]) -> None:
        data = bytearray(packet.read_bytes())
        for place in (0, len(data) // 3, len(data) // 2, len(data) - 2):
            changed = bytearray(data)
            changed[place] ^= 1
            packet.write_bytes(changed)
            assert answer(capsys, "verify", str(packet), code=1)["ok"] is False

    def test_a_changed_original_is_found(self, packet: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        draw_screenshot(folder / "signoff.png", seed=77)
        found = answer(capsys, "verify", str(packet), str(folder), code=1)
        assert found["findings"]

    def test_a_file_that_is_no_packet_is_not_fine(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "x.pdf").write_bytes(b"words")
        assert answer(capsys, "verify", str(tmp_path / "x.pdf"), code=1)["ok"] is False

    def test_a_missing_packet_is_the_calls_fault(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (error,) = answer(capsys, "verify", str(tmp_path / "no.pdf"), code=2)["errors"]
        assert error["file"].endswith("no.pdf")


class TestPlaybooks:
    def test_lists_every_complaint_type(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "playbooks", code=0)
        assert all(set(one) == {"id", "name", "name_en", "platforms"} for one in found)
        assert {"not_received", "breach_promise_freight", "missing_item", "service_misinfo"} <= {
            one["id"] for one in found
        }

    def test_shows_the_whole_of_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "playbooks", "not_received", code=0)
        assert "signed_by_buyer" in [position["id"] for position in found["positions"]]
        sign_off = next(one for one in found["requirements"] if one["id"] == "sign_off")
        assert "sign_off_proof" in sign_off["kinds"]
        assert "waybill_no" in found["facts"]
        assert all(check["rule"] for check in found["checks"])

    def test_an_unknown_one_is_the_calls_fault(self, capsys: pytest.CaptureFixture[str]) -> None:
        (error,) = answer(capsys, "playbooks", "not_recieved", code=2)["errors"]
        assert "not_recieved" in error["message"]

    def test_for_people_explains_positions_and_requirements(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["playbooks", "not_received"]) == 0
        told = capsys.readouterr().out
        assert "signed_by_buyer" in told
        assert "签收底单／签收证明 [sign_off_proof]" in told
        assert "签收时间* (signed_at)" in told

    def test_the_persons_own_playbooks_are_listed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from evidence_desk.resources import resource_folder

        own = tmp_path / "config" / "handbook" / "playbooks"
        own.mkdir(parents=True)
        text = (resource_folder() / "playbooks" / "not_received.toml").read_text(encoding="utf-8")
        text = text.replace('id = "not_received"', 'id = "my_own"', 1)
        (own / "my_own.toml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("EVIDENCE_DESK_CONFIG", str(tmp_path / "config"))
        assert "my_own" in [one["id"] for one in answer(capsys, "playbooks", code=0)]
