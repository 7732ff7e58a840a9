"""Three editions of one case: the share copy says nothing personal anywhere, the internal one says what is open."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.case_folders import FACTS, Item, build, command, motley, said, write_case
from tests.journeys.conftest import SAMPLES, Samples
from tests.journeys.judges import everything_inside, has_tool, look_at, tool

PHONE, NAME, NICK, CARD = "13812345678", "欧阳晓峰", "蓝莓不酸", "330106199003072415"
ADDRESS = "浙江省杭州市西湖区文三路 478 号华星大厦 12 楼 1203 室"
SECRETS = (PHONE, "138-1234-5678", "138 1234 5678", NAME, NICK, CARD, "文三路 478 号", "1203 室")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case that says personal things in every text it has."""
    place = tmp_path / "case"
    place.mkdir()
    motley(300, 500).save(place / f"{NAME}签收{PHONE}.png")
    motley(300, 500, seed=7).save(place / "面单.png")
    (place / f"与{NICK}的通话.mp3").write_bytes(b"ID3 a call")
    note = f"{NAME} 138-1234-5678 在此签名"
    evidence: list[Item] = [
        {
            "id": "signoff",
            "files": [f"{NAME}签收{PHONE}.png"],
            "kind": "sign_off_proof",
            "title": f"{NAME}签收底单",
            "proves": f"买家{NICK}（{PHONE}）已签收",
            "source": f"派件员转{NAME}",
            "fields": {"waybill_no": "YT8839201746352", "signer": NAME},
            "edits": [
                {"type": "note", "page": 1, "box": [0.1, 0.1, 0.8, 0.2], "text": note},
                {"type": "number", "page": 1, "at": [0.5, 0.5], "label": NAME},
            ],
        },
        {"id": "stub", "files": ["面单.png"], "kind": "waybill_stub", "title": f"寄往{ADDRESS}的面单"},
        {
            "id": "call",
            "files": [f"与{NICK}的通话.mp3"],
            "kind": "chat_record",
            "title": f"与{NICK}的通话",
            "notes": f"{NICK}说：我是{NAME}，电话 138 1234 5678，住{ADDRESS}，身份证 {CARD}",
        },
    ]
    facts = {**FACTS, "signer": {"value": NAME, "source": "signoff"}}
    statement = (
        f"【经过】\n1. 收件人{NAME}（{PHONE}，{ADDRESS}）已签收[[evidence:signoff]]。\n"
        f"2. 买家{NICK}知情[[evidence:call]]。"
    )
    request = f"请驳回{NICK}的申请，联系电话 138 1234 5678"
    return write_case(
        place, evidence, statement=statement, facts=facts, buyer=NICK, title=f"{NAME}签收争议", request=request
    )


def assert_silent(report: dict[str, Any], secrets: tuple[str, ...]) -> None:
    """None of the secrets stands in the text, the bookmarks, any string or stream, or the report."""
    packet = look_at(Path(report["packet"]))
    told = {
        "text": packet.text.replace(" ", ""),
        "bookmarks": "\n".join(one.title for one in packet.bookmarks),
        "inside": everything_inside(Path(report["packet"])).decode("utf-8", "replace"),
        "report": json.dumps(report, ensure_ascii=False),
    }
    found = [
        (place, secret)
        for place, text in told.items()
        for secret in secrets
        if secret.replace(" ", "" if place == "text" else " ") in text
    ]
    assert found == []


def test_the_share_edition_says_nothing_personal_anywhere(folder: Path) -> None:
    report = build(folder, "--edition", "share", "--with", "requirements")
    assert_silent(report, SECRETS)
    text = look_at(Path(report["packet"])).text
    assert "138****5678" in text
    assert "个人信息已遮盖" in text
    # what makes it worth reading stays
    for kept in ("YT8839201746352", "241101-283917465092837", "签收底单", "杭州市西湖区"):
        assert kept in text


@pytest.mark.skipif(not has_tool("pdftotext"), reason="Poppler is not on this machine")
def test_poppler_finds_nothing_personal_either(folder: Path) -> None:
    report = build(folder, "--edition", "share", "--with", "requirements")
    told = tool("pdftotext", "-raw", report["packet"], "-") + tool("pdfinfo", report["packet"])
    flat = told.replace("\n", "").replace(" ", "")
    assert [secret for secret in SECRETS if secret.replace(" ", "") in flat] == []


def test_what_is_masked_is_no_leak_of_the_share_edition(folder: Path) -> None:
    report = build(folder, "--edition", "share")
    assert said(report, "leak") + said(report, "leak_in_packet") == []


def test_what_would_leak_to_the_platform_is_found(folder: Path) -> None:
    code, found = command("check", folder)
    assert code == 1
    fields = {one["field"]: one["type"] for one in found["private"]}
    assert fields["statement"] in ("phone", "address")
    for field in (
        "evidence.signoff.files[0]",
        "evidence.signoff.proves",
        "evidence.stub.title",
        "evidence.call.notes",
        "case.request",
    ):
        assert field in fields, field
    assert not found["ready"]


def test_the_platform_and_the_internal_edition_keep_what_the_clerk_must_compare(folder: Path) -> None:
    for edition in ("platform", "internal"):
        text = look_at(Path(build(folder, "--edition", edition)["packet"])).text
        assert NICK in text
        assert NAME in text


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_a_samples_share_copy_names_nobody(samples: Samples, sample: Path) -> None:
    import tomllib

    case = tomllib.loads((sample / "case.toml").read_text(encoding="utf-8"))
    secrets = {case["case"]["buyer"]}
    for key in ("signer", "consignee", "agent"):
        value = case["facts"].get(key, "")
        value = value.get("value", "") if isinstance(value, dict) else value
        secrets |= {value} if len(value) > 1 and "*" not in value and value != "本人" else set()
    built = samples.get(sample, "share")
    assert_silent({**built.report, "packet": str(built.packet.path)}, tuple(secrets))


def test_only_the_internal_edition_has_the_working_notes_and_by_itself_the_requirements(folder: Path) -> None:
    texts = {}
    for edition in ("platform", "share", "internal"):
        texts[edition] = look_at(Path(build(folder, "--edition", edition, name=f"{edition}.pdf")["packet"])).text
    assert ["内部工作页" in texts[one] for one in ("platform", "share", "internal")] == [False, False, True]
    assert ["举证要求对照" in texts[one] for one in ("platform", "share", "internal")] == [False, False, True]
    assert "必备" in texts["internal"]
    assert "须改" in texts["internal"]


def test_the_internal_notes_are_the_findings_of_the_check(samples: Samples) -> None:
    sample = next(one for one in SAMPLES if one.name == "pdd-service-attitude")
    built = samples.get(sample, "internal")
    text = built.packet.text.replace(" ", "")
    told = [
        one
        for one in built.report["findings"]
        if one["code"] in ("requirement_missing", "missing_fact", "contradiction", "wording")
    ]
    assert told
    for finding in told:
        assert finding["message"].replace(" ", "")[:24] in text, finding
