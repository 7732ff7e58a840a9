"""Statements drafted for a folder that has none, and the answer of `check`, through the whole program."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.case_folders import Item, build, command, motley, said, write_case
from tests.journeys.conftest import SAMPLES
from tests.journeys.judges import look_at

from evidence_desk.bootstrap import open_handbook

PLACEHOLDER = re.compile(r"【待填：([^】]+)】")
DENIALS = re.compile(r"驳回|不成立|不属实|没有承诺|未承诺|从未|并无此事|恶意|误会|与我店无关|不存在")
HANDBOOK = open_handbook()
SETTLEMENTS = [
    (playbook.id, position.id)
    for playbook in HANDBOOK.playbooks()
    for position in playbook.positions
    if position.outcome == "settlement"
]


def items(folder: Path, **kinds: dict[str, Any]) -> list[Item]:
    """Draw a picture for each kind and describe it with its fields."""
    folder.mkdir(exist_ok=True)
    made = []
    for number, (kind, fields) in enumerate(kinds.items()):
        motley(300, 500, seed=number).save(folder / f"{kind}.png")
        made.append({"id": kind, "files": [f"{kind}.png"], "kind": kind, "fields": fields})
    return made


def test_a_folder_without_a_statement_gets_one_that_cites_its_exhibits(tmp_path: Path) -> None:
    number = {"waybill_no": "YT8839201746352"}
    evidence = items(tmp_path / "case", sign_off_proof={**number, "signer": "王**"}, tracking_trace=number)
    facts = {
        "waybill_no": "YT8839201746352",
        "signer": "王**",
        "signed_at": {"value": "2024-11-04T11:06:00+08:00", "source": "sign_off_proof"},
    }
    report = build(write_case(tmp_path / "case", evidence, facts=facts))
    page = look_at(Path(report["packet"])).page(2)
    for heading in ("结论", "经过", "请求"):
        assert heading in page
    assert "YT8839201746352" in page
    assert "11:06" in page
    assert "证据1（第" in page


def test_what_no_fact_says_stands_as_a_gap_and_is_reported(tmp_path: Path) -> None:
    evidence = items(tmp_path / "case", sign_off_proof={}, tracking_trace={})
    report = build(write_case(tmp_path / "case", evidence, facts={}))
    text = look_at(Path(report["packet"])).text
    gaps = set(PLACEHOLDER.findall(text))
    assert gaps
    told = {one["message"] for one in report["findings"] if one["code"] == "missing_fact"}
    for gap in gaps:
        assert any(f"“{gap}”" in message for message in told), (gap, told)
    code, found = command("check", tmp_path / "case")
    assert code == 1
    assert not found["ready"]
    names = {HANDBOOK.facts_of("not_received")[key].name for key in found["missing_facts"]}
    assert gaps <= names


def test_a_drafted_statement_invents_nothing(tmp_path: Path) -> None:
    """Every number and time on the statement's page is one that the case states."""
    evidence = items(tmp_path / "case", sign_off_proof={"waybill_no": "YT8839201746352"})
    report = build(
        write_case(tmp_path / "case", evidence),
        "--without",
        "cover",
        "--without",
        "facts",
        "--without",
        "index",
        "--without",
        "integrity",
    )
    page = look_at(Path(report["packet"])).page(1)
    body = re.sub(r"证据\d+（第\d+页）|第 \d+ 页 / 共 \d+ 页|TS20241106001", "", page)
    known = "YT8839201746352 2024年11月1日 18:42 2024年11月4日 11:06 241101-283917465092837"
    for number in re.findall(r"\d{2,}", body):
        assert number in known, number


@pytest.mark.parametrize(("playbook", "position"), SETTLEMENTS)
def test_a_settlement_never_denies(tmp_path: Path, playbook: str, position: str) -> None:
    folder = tmp_path / "case"
    platforms = HANDBOOK.playbook(playbook).platforms
    platform = "taobao" if "taobao" in platforms else platforms[0]
    write_case(folder, [], complaint=playbook, position=position, platform=platform, facts={})
    report = build(folder, "--without", "facts")
    text = look_at(Path(report["packet"])).text
    assert "申诉说明" in text
    assert DENIALS.findall(text.replace("投诉不成立的", "")) == []
    assert report["position"] == position


def test_the_freight_that_was_promised_and_not_paid_is_settled_and_not_denied(tmp_path: Path) -> None:
    evidence = items(
        tmp_path / "case", payment_receipt={"paid_amount": "12.00", "trade_no": "20241106200040011100990012345678"}
    )
    facts = {
        "promised_amount": "12.00",
        "paid_amount": {"value": "12.00", "source": "payment_receipt"},
        "trade_no": {"value": "20241106200040011100990012345678", "source": "payment_receipt"},
    }
    head = {"complaint": "breach_promise_freight", "position": "promised_unpaid", "platform": "taobao"}
    report = build(write_case(tmp_path / "case", evidence, facts=facts, **head))
    page = look_at(Path(report["packet"])).page(2)
    assert "12.00" in page
    assert "致歉" in page or "歉意" in page
    assert not DENIALS.search(page)


def test_without_a_position_the_default_applies_and_is_named(tmp_path: Path) -> None:
    evidence = items(tmp_path / "case", payment_receipt={})
    folder = write_case(
        tmp_path / "case", evidence, complaint="breach_promise_freight", platform="taobao", position=None
    )
    _, playbook = command("playbooks", "breach_promise_freight")
    report = build(folder)
    code, found = command("check", folder)
    assert code == 1
    assert report["position"] == found["position"] == "promised_paid"
    assert found["position"] in [one["id"] for one in playbook["positions"]]
    (told,) = said(report, "position_defaulted")
    assert next(one["name"] for one in playbook["positions"] if one["id"] == "promised_paid") in told["message"]


REQUIREMENT = {"id": str, "level": str, "satisfied": bool, "kinds": list, "evidence": list}
CONTRADICTION = {"rule": str, "facts": list, "message": str}
WORDING = {"text": str, "why": str, "suggestion": str}


def assert_shape(found: dict[str, Any], shape: Mapping[str, type]) -> None:
    for key, kind in shape.items():
        assert isinstance(found[key], kind), (key, found[key])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_check_answers_in_the_agreed_shape(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795311300")
    code, found = command("check", sample)
    assert list(found)[:2] == ["ready", "position"]
    assert isinstance(found["ready"], bool)
    assert isinstance(found["position"], str)
    assert found["requirements"]
    ids = {one["id"] for one in found["requirements"]}
    for one in found["requirements"]:
        assert_shape(one, REQUIREMENT)
        assert one["level"] in ("required", "recommended")
        assert bool(one["evidence"]) == one["satisfied"]
    for one in found["contradictions"]:
        assert_shape(one, CONTRADICTION)
    for one in found["wording"]:
        assert_shape(one, WORDING)
    assert all(isinstance(one, str) for one in found["missing_facts"])
    assert isinstance(found["citations"], list)
    assert isinstance(found["private"], list)
    assert found["deadline"] is not None
    unmet = [one for one in found["requirements"] if one["level"] == "required" and not one["satisfied"]]
    if unmet or found["missing_facts"]:
        assert (code, found["ready"]) == (1, False)
    playbook = command("playbooks", json.loads(json.dumps(complaint_of(sample))))[1]
    assert ids <= {one["id"] for one in playbook["requirements"]}


def complaint_of(sample: Path) -> str:
    match = re.search(r'^complaint = "(\w+)"', (sample / "case.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert match
    return match[1]


def test_a_rude_statement_is_told_with_words_that_are_better(tmp_path: Path) -> None:
    evidence = items(tmp_path / "case", sign_off_proof={})
    statement = "这个买家是骗子，绝对是恶意敲诈，我们保证100%发货了。"
    code, found = command("check", write_case(tmp_path / "case", evidence, statement=statement))
    assert code == 1
    told = {one["text"] for one in found["wording"]}
    assert {"骗子", "敲诈", "100%"} <= told
    for one in found["wording"]:
        assert one["why"]
        assert one["text"] != one["suggestion"]
        assert not re.search(r"\d", one["suggestion"]), "a suggestion brings in nothing new"
    assert [one for one in found["citations"] if one["kind"] == "sentence"]
    assert [one for one in found["citations"] if one["kind"] == "exhibit"] == [
        {"kind": "exhibit", "text": "sign_off_proof"}
    ]


def test_how_long_is_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = items(tmp_path / "case", sign_off_proof={})
    folder = write_case(tmp_path / "case", evidence)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730935800")  # 2024-11-07 07:30 in China, two hours before
    left = command("check", folder)[1]["deadline"]
    assert (left["seconds_left"], left["overdue"]) == (7200, False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730946600")
    late = command("check", folder)[1]["deadline"]
    assert (late["seconds_left"], late["overdue"]) == (-3600, True)
    assert late["due"].startswith("2024-11-07T")
