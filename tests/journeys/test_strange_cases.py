"""Strange cases through the whole program: it answers, and what it answers leads on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.journeys.case_folders import Item, build, command, motley, said, write_case
from tests.journeys.judges import look_at

SHOT: Item = {"id": "shot", "files": ["shot.png"], "kind": "chat_record"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "case"
    place.mkdir()
    motley().save(place / "shot.png")
    return place


@pytest.mark.parametrize("stated", ["253402300799", "-1", "99999999999999", "1.5"])
def test_a_stated_time_that_no_deadline_can_follow_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    code, answer = command("check", write_case(folder, [SHOT]))
    assert code == 2
    assert answer["errors"][0]["key"] == "SOURCE_DATE_EPOCH"


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_every_time_outside_all_calendars_is_told_by_its_key(folder: Path, when: str) -> None:
    write_case(folder, [SHOT], facts={"signed_at": when}, received_at=when)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(text.replace("[facts]", f"[facts]\nnobody_knows = {when}"), encoding="utf-8")
    code, answer = command("check", folder)
    assert code == 2
    assert {one["key"] for one in answer["errors"]} == {"case.received_at", "facts.signed_at", "facts.nobody_knows"}


def test_every_page_that_is_not_there_is_told_by_the_key_that_names_it(folder: Path) -> None:
    crop = {"type": "crop", "page": 4, "box": [0.1, 0.1, 0.5, 0.5]}
    write_case(
        folder,
        [SHOT | {"edits": [crop]}],
        statement="签收[[evidence:shot#1]]，揽收[[evidence:shot#2]]，派件[[evidence:shot#0]]。",
        facts={"signer": {"value": "王**", "source": "shot", "page": 3}},
    )
    for doing in (("check",), ("build", "-o", folder.parent / "out.pdf")):
        code, answer = command(*doing, folder)
        assert code == 2
        keys = {one["key"] for one in answer["errors"]}
        assert keys == {"evidence[shot].edits[1].page", "statement.text", "facts.signer.page"}
        assert [page in str(answer["errors"]) for page in ("第 0 页", "第 1 页", "第 2 页")] == [True, False, True]
    assert not (folder.parent / "out.pdf").exists()


@pytest.mark.skipif(os.name == "nt", reason="closing a stream before the start needs a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_streams_that_are_closed_swallow_what_they_are_told(folder: Path, closed: str) -> None:
    write_case(folder, [SHOT])
    told = subprocess.run(
        ["sh", "-c", f'"$0" -m evidence_desk check "$1" --json {closed}', sys.executable, str(folder)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 1
    assert told.stderr == b""


def test_a_name_too_long_for_the_disk_is_called_that(folder: Path) -> None:
    code, answer = command("build", write_case(folder, [SHOT]), "-o", folder.parent / f"{'长' * 200}.pdf")
    assert code == 3
    assert "太长" in answer["errors"][0]["message"]


def test_a_key_fact_names_the_exhibit_whose_field_says_the_same(folder: Path) -> None:
    stub = SHOT | {"id": "stub", "kind": "waybill_stub", "fields": {"waybill_no": "YT8839201746352"}}
    build(write_case(folder, [SHOT, stub]), "--without", "cover")
    packet = look_at(folder.parent / "appeal.pdf")
    row = packet.text.partition("关键事实与时间线")[2].partition("YT8839201746352")[2]
    assert row.strip().startswith("证据2（第")


def test_a_weighing_is_not_cited_for_the_weight_of_the_missing_piece(folder: Path) -> None:
    weighings: list[Item] = [
        SHOT | {"id": point, "kind": "weight_record", "fields": {"weigh_point": point, "weight_kg": weight}}
        for point, weight in (("pickup", "2.350"), ("arrival", "2.340"))
    ]
    facts = {"weight_pickup_kg": "2.350", "weight_arrival_kg": "2.340", "weight_missing_kg": "1.050"}
    case: Item = {"complaint": "missing_item", "position": "shipped_complete", "facts": facts}
    build(write_case(folder, weighings, **case))
    statement = look_at(folder.parent / "appeal.pdf").text
    assert "到件称重 2.340 kg，见证据1" in statement
    assert "1.050 kg，见" not in statement
    build(write_case(folder, [*weighings, SHOT | {"kind": "product_photo"}], **case))
    assert "1.050 kg，见证据3" in look_at(folder.parent / "appeal.pdf").text


def test_a_requirement_takes_what_a_fact_read_from_the_exhibit_and_else_names_the_keys(folder: Path) -> None:
    case: Item = {"complaint": "late_shipment", "position": "force_majeure"}
    notice = SHOT | {"kind": "force_majeure_notice"}
    days = {"notice_from": "2024-11-01", "notice_to": "2024-11-09"}
    (lacking,) = [
        one["message"]
        for one in said(build(write_case(folder, [notice], facts=days, **case)), "requirement_missing")
        if one["where"] == "notice_of_stop"
    ]
    assert "没有填写停发开始日期（notice_from）、停发结束日期（notice_to）" in lacking
    read = {key: {"value": day, "source": "shot"} for key, day in days.items()}
    report = build(write_case(folder, [notice], facts=read, **case))
    assert "notice_of_stop" not in {one["where"] for one in said(report, "requirement_missing")}
    # what lets the notice count is held against the deadline like its own fields
    late = read | {"promised_ship_at": "2024-11-20 18:00"}
    _, answer = command("check", write_case(folder, [notice], facts=late, **case))
    assert "stop_covers_deadline" in {one["check"] for one in answer["contradictions"]}


def test_messages_stay_short_however_long_a_title_is(folder: Path) -> None:
    report = build(write_case(folder, [{"id": "shot", "files": ["shot.png"], "title": "长\n" * 3000}]))
    assert report["exhibits"][0]["title"].count("长") == 3000
    assert max(len(one["message"]) for one in (*report["findings"], *report["notes"])) < 400


def test_a_core_fact_without_a_claim_does_not_say_its_title_twice(folder: Path) -> None:
    build(write_case(folder, [SHOT | {"title": "与买家的完整聊天"}]))
    assert look_at(folder.parent / "appeal.pdf").page(1).count("与买家的完整聊天") == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [("称重记录", "weight_record"), ("聊天记录", "chat_record"), ("签收底单", "sign_off_proof"), ("停运公告", "force")],
)
def test_a_kind_called_by_its_name_is_answered_with_its_id(folder: Path, written: str, meant: str) -> None:
    code, answer = command("check", write_case(folder, [SHOT | {"kind": written}]))
    (problem,) = answer["errors"]
    assert (code, problem["key"]) == (2, "evidence[1].kind")
    assert problem["hint"].startswith("请写 ")
    assert meant in problem["hint"]


def test_what_looks_like_markup_a_template_or_a_citation_is_printed_and_nothing_more(folder: Path) -> None:
    odd = '<b>&amp;</b> <img src="http://x/y"/> {{ 7 * 7 }} [[evidence:zz]]'
    item = SHOT | {"title": odd, "proves": odd, "source": odd, "fields": {"buyer": odd}}
    report = build(write_case(folder, [item], facts={"waybill_no": odd, "carrier": odd}, request=odd, buyer=odd))
    assert not [one for one in report["findings"] if "zz" in one["message"] and "不存在" in one["message"]]
    text = look_at(folder.parent / "appeal.pdf").text.replace(" ", "")
    assert text.count("<b>&amp;</b>") == text.count("{{7*7}}") >= 6
