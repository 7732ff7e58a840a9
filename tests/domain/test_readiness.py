"""A case measured as a whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import (
    CHANNEL,
    NOW,
    ORDER,
    WAYBILL,
    assessed,
    at,
    dispute,
    exhibit,
    need,
    playbook,
    position,
    requirement,
    tone,
)

from evidence_desk.domain import checks
from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.facts import Fact
from evidence_desk.domain.findings import Severity
from evidence_desk.domain.playbook import Playbook
from evidence_desk.domain.readiness import Readiness

SLIP = exhibit("slip", "sign_off_proof", waybill_no=WAYBILL, signed_at=at("04 11:06"))
STUB = exhibit("stub", "waybill_stub", waybill_no=WAYBILL)
FACTS_OF_CASE = {"waybill_no": WAYBILL, "signed_at": at("04 11:06")}
STATEMENT = "【经过】\n1. 11月1日揽收[[evidence:stub]]。\n2. 11月4日签收[[evidence:slip]]。"
BOOK = playbook(
    checks.NotBefore(id="order", earlier="picked_up_at", later="signed_at", failed="先签收后揽收。"),
    requirements=(
        requirement("extra", (need("tracking_trace"),), level="recommended"),
        requirement("sign_off", (need("sign_off_proof"),)),
        requirement("stub", (need("waybill_stub"),)),
    ),
    positions=(
        position("signed", facts=("waybill_no", "signed_at")),
        position("agent", name="由他人代收"),
    ),
)
CASE = dispute(SLIP, STUB, facts=FACTS_OF_CASE, position="signed", order_no=ORDER)


def measured(case: Case = CASE, book: Playbook = BOOK, *, statement: str = STATEMENT, **more: object) -> Readiness:
    return assessed(case, book, statement=statement, **more)


def codes(readiness: Readiness, severity: Severity | None = None) -> list[str]:
    return [one.code for one in readiness.findings if severity is None or one.severity is severity]


def test_a_case_that_has_everything_is_ready() -> None:
    found = measured()
    assert found.ready
    assert codes(found) == ["requirement_missing"]
    assert [one.id for one in found.requirements] == ["sign_off", "stub", "extra"]


def test_a_missing_recommendation_is_only_a_note() -> None:
    (one,) = measured().findings
    assert (one.code, one.severity, one.where) == ("requirement_missing", Severity.NOTE, "extra")


def test_a_missing_requirement_blocks() -> None:
    found = measured(replace(CASE, evidence=(SLIP,)), statement="【结论】见[[evidence:slip]]。")
    assert not found.ready
    assert codes(found, Severity.ERROR) == ["requirement_missing"]


def test_a_contradiction_blocks_and_takes_its_exhibit_out_of_the_count() -> None:
    wrong = replace(SLIP, fields={**SLIP.fields, "waybill_no": "YT8839201746999"})
    found = measured(replace(CASE, evidence=(wrong, STUB)))
    assert not found.ready
    assert [one.satisfied for one in found.requirements] == [False, True, False]
    assert "证据1（签收底单）的运单号与别处不一致，未计入" in found.requirements[0].explanation.zh
    assert codes(found, Severity.ERROR) == ["requirement_missing", "contradiction"]


def test_leaving_the_contradicting_exhibit_out_resolves_it() -> None:
    wrong = exhibit("old", "sign_off_proof", waybill_no="YT8839201746999")
    assert not measured(replace(CASE, evidence=(SLIP, STUB, wrong))).ready
    assert measured(replace(CASE, evidence=(SLIP, STUB, replace(wrong, include=False)))).ready


def test_a_failed_check_of_warning_level_does_not_block() -> None:
    late = Fact("picked_up_at", at("05 10:00"))
    book = replace(BOOK, checks=(replace(BOOK.checks[0], level="warning"),))
    found = measured(replace(CASE, facts={**CASE.facts, "picked_up_at": late}), book)
    assert found.ready
    assert codes(found) == ["requirement_missing", "contradiction"]


def test_a_fact_the_position_needs_blocks_while_it_is_missing() -> None:
    found = measured(replace(CASE, facts={"waybill_no": CASE.facts["waybill_no"]}))
    assert found.missing_facts == ("signed_at",)
    assert not found.ready
    assert [(one.code, one.where) for one in found.findings if one.severity is Severity.ERROR] == [
        ("missing_fact", "signed_at")
    ]


def test_an_unconfirmed_fact_is_missing() -> None:
    unsure = replace(CASE.facts["signed_at"], confirmed=False)
    assert measured(replace(CASE, facts={**CASE.facts, "signed_at": unsure})).missing_facts == ("signed_at",)


def test_the_head_of_the_case_supplies_its_facts() -> None:
    book = playbook(positions=(position("signed", facts=("order_no", "goods")),))
    assert measured(replace(CASE, goods=""), book).missing_facts == ("goods",)


def test_a_gap_in_the_statement_blocks_and_is_named_by_its_key() -> None:
    found = measured(statement=STATEMENT + "\n3. 签收人 【待填：签收人】[[evidence:slip]]，【待填：楼层】。")
    assert found.missing_facts == ("signer", "楼层")
    assert not found.ready


def test_a_missing_exhibit_in_the_statement_blocks_but_is_no_fact() -> None:
    found = measured(statement=STATEMENT + "\n【处理】已复核[[evidence:slip]]【待补：工单】。")
    assert found.missing_facts == ()
    assert not found.ready
    assert codes(found, Severity.ERROR) == ["missing_exhibit"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (STATEMENT + "\n【处理】见[[evidence:nobody]]。", "unknown_citation"),
        (STATEMENT + "\n【请求】请拨 13800005678。", "leak"),
        (STATEMENT + "\n【请求】请惩罚骗子。", "wording"),
    ],
)
def test_words_that_must_not_go_out_block(statement: str, code: str) -> None:
    found = measured(statement=statement, tone_rules=(tone("骗子"),))
    assert not found.ready
    assert codes(found, Severity.ERROR) == [code]


def test_a_sentence_without_an_exhibit_weakens_and_an_exhibit_without_a_sentence_is_noted() -> None:
    found = measured(statement="【经过】\n1. 11月4日签收。\n2. 11月1日揽收[[evidence:stub]]。")
    assert found.ready
    assert [(one.code, one.severity) for one in found.findings if one.code.startswith("uncited")] == [
        ("uncited_sentence", Severity.WARNING),
        ("uncited_exhibit", Severity.NOTE),
    ]


def test_without_a_position_the_default_applies_and_is_named() -> None:
    found = measured(replace(CASE, position=None))
    assert (found.position.id, found.position.defaulted) == ("signed", True)
    assert found.findings[0].code == "position_defaulted"
    assert found.findings[0].severity is Severity.NOTE
    assert not measured().position.defaulted


def test_a_position_the_playbook_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        measured(replace(CASE, position="nowhere"))


def test_each_position_has_its_own_requirements_and_facts() -> None:
    only = requirement("consent", (need("chat_record"),), positions=("agent",))
    book = replace(BOOK, requirements=(*BOOK.requirements, only))
    assert "consent" not in [one.id for one in measured(book=book).requirements]
    agent = measured(replace(CASE, position="agent", facts={}), book)
    assert "consent" in [one.id for one in agent.requirements]
    assert agent.missing_facts == ()


def test_a_requirement_of_another_platform_does_not_count() -> None:
    only = requirement("x", (need("chat_record"),), platforms=("jd",))
    assert measured(book=replace(BOOK, requirements=(only,))).ready


def test_evidence_without_a_kind_is_reported() -> None:
    found = measured(replace(CASE, evidence=(*CASE.evidence, exhibit("x", None))))
    assert ("unsorted_evidence", "x") in [(one.code, one.where) for one in found.findings]


def test_the_buyers_nick_goes_to_the_platform_but_not_to_others() -> None:
    case = replace(CASE, buyer="蓝莓不酸")
    said = STATEMENT + "\n【结论】买家蓝莓不酸已签收。"
    assert measured(case, statement=said).leaks == ()
    (leak,) = measured(case, statement=said, edition=Edition.SHARE).leaks
    assert (leak.type, leak.text, leak.masked) == ("name", "蓝莓不酸", "蓝*")


@pytest.mark.parametrize(
    ("deadline", "code"), [("06 11:00", "deadline_passed"), ("07 11:00", "deadline_near"), ("08 13:00", None)]
)
def test_a_deadline_is_noted_when_it_is_near_or_past(deadline: str, code: str | None) -> None:
    found = measured(replace(CASE, deadline=at(deadline)))
    assert [one for one in codes(found, Severity.NOTE) if one.startswith("deadline")] == ([code] if code else [])
    assert found.ready


def test_time_alone_never_changes_readiness() -> None:
    case = replace(CASE, deadline=at("07 11:00"))
    assert measured(case, now=NOW).ready is measured(case, now=NOW + timedelta(days=400)).ready is True


def test_a_document_that_had_expired_at_the_purchase_is_reported() -> None:
    def letter(end: date) -> Readiness:
        item = exhibit("letter", "brand_authorization", valid_to=end)
        return measured(replace(CASE, evidence=(*CASE.evidence, item), received_at=at("06 09:30")))

    assert "expired" in codes(letter(date(2024, 11, 5)))
    assert "expired" not in codes(letter(date(2024, 11, 6)))


def test_one_file_in_two_exhibits_is_noted() -> None:
    twin = exhibit("twin", "tracking_trace", files=("slip.png",))
    found = measured(replace(CASE, evidence=(*CASE.evidence, twin)))
    assert [(one.code, one.where) for one in found.findings if one.code == "duplicate"] == [("duplicate", "twin")]


@pytest.mark.parametrize(("limit", "unit", "said"), [(20, "chars", True), (500, "chars", False), (60, "bytes", True)])
def test_a_statement_too_long_for_the_form_is_noted(limit: int, unit: str, said: bool) -> None:
    channel = replace(CHANNEL, text_max=limit, text_unit=unit)  # type: ignore[arg-type]  # both are units
    assert ("statement_long" in codes(measured(channel=channel))) is said


def test_findings_come_in_a_fixed_order() -> None:
    case = replace(CASE, position=None, facts={}, evidence=(SLIP, exhibit("x", None)), deadline=at("06 13:00"))
    found = measured(
        case, statement="【经过】骗子签收，请拨 13800005678，见[[evidence:no]]。他签收了。", tone_rules=(tone("骗子"),)
    )
    assert list(dict.fromkeys(codes(found))) == [
        "position_defaulted",
        "requirement_missing",
        "missing_fact",
        "wording",
        "uncited_sentence",
        "unknown_citation",
        "uncited_exhibit",
        "leak",
        "deadline_near",
        "unsorted_evidence",
    ]


def test_every_finding_speaks_both_languages_and_ends_its_sentence() -> None:
    case = replace(CASE, position=None, facts={}, evidence=(SLIP, exhibit("x", None)), deadline=at("06 13:00"))
    for one in measured(case, statement="【经过】签收，请拨 13800005678。").findings:
        assert one.message.en.isascii() or "“" in one.message.en or one.code == "requirement_missing"
        assert one.message.zh.endswith(("。", "”"))


@given(st.permutations([SLIP, STUB, exhibit("x", None), exhibit("trace", "tracking_trace", waybill_no=WAYBILL)]))
def test_the_order_of_evidence_decides_nothing_but_numbers(evidence: list[object]) -> None:
    found = measured(replace(CASE, evidence=tuple(evidence)))  # type: ignore[arg-type]  # a permutation of Evidence
    assert found.ready
    assert {one.id: set(one.evidence) for one in found.requirements} == {
        "sign_off": {"slip"},
        "stub": {"stub"},
        "extra": {"trace"},
    }


def test_the_same_input_gives_the_same_answer() -> None:
    assert measured() == measured()
