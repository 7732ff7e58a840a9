"""What the 26 complaint types say: the evidence clerks ask for, and words an honest seller can sign."""

import re
from collections.abc import Iterable
from typing import Any

import pytest

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.playbook import Playbook, Position
from evidence_desk.handbook import Handbook
from evidence_desk.handbook.drafting import draft_statement
from evidence_desk.handbook.templates import names_in, required_names
from evidence_desk.resources import read_toml, resource_folder

REQUIRED: dict[str, set[str]] = {
    "breach_promise_freight": {"chat_token", "chat_record", "payment_receipt", "settlement_record"},
    "breach_promise_other": {
        "chat_token",
        "chat_record",
        "payment_receipt",
        "reship_proof",
        "waybill_stub",
        "settlement_record",
    },
    "late_shipment": {
        "waybill_stub",
        "tracking_trace",
        "red_seal_cert",
        "reship_proof",
        "address_filing",
        "offsite_contact",
        "chat_record",
        "chat_token",
        "force_majeure_notice",
    },
    "out_of_stock": {"waybill_stub", "chat_record", "chat_token"},
    "missing_item": {"weight_record", "red_seal_cert", "packing_evidence", "waybill_stub"},
    "fake_shipment": {"waybill_stub", "red_seal_cert", "tracking_trace"},
    "logistics_complaint": {"tracking_trace", "waybill_stub", "red_seal_cert", "force_majeure_notice", "work_order"},
    "not_received": {"sign_off_proof", "delegated_receipt", "tracking_trace", "waybill_stub"},
    "damaged": {"weight_record", "work_order", "red_seal_cert", "packing_evidence", "product_photo"},
    "misuse_damage": {"chat_record", "product_photo"},
    "quality_return": {"inspection_report", "product_photo", "chat_record"},
    "not_as_described": {"listing_snapshot", "inspection_report", "product_photo", "packing_evidence"},
    "counterfeit": {"purchase_invoice", "brand_authorization", "product_photo"},
    "service_attitude": {"chat_record", "chat_token"},
    "service_misinfo": {"chat_record", "tracking_trace"},
    "malicious_refund": {
        "order_detail",
        "refund_screenshot",
        "sign_off_proof",
        "delegated_receipt",
        "tracking_trace",
        "waybill_stub",
        "weight_record",
        "work_order",
        "red_seal_cert",
        "packing_evidence",
        "product_photo",
        "listing_snapshot",
        "inspection_report",
    },
    "malicious_order": {"refund_screenshot", "buyer_pattern"},
    "malicious_review": {"review_screenshot", "chat_record", "chat_token"},
    "malicious_complaint": {"chat_record", "offsite_contact"},
    "no_reason_return": {"return_inspection", "listing_snapshot"},
    "freight_dispute": {"chat_record", "chat_token", "listing_snapshot", "payment_receipt", "waybill_stub"},
    "invoice": {"buyer_invoice", "waybill_stub"},
    "harassment": {"chat_token", "chat_record", "offsite_contact"},
    "privacy_leak": {"listing_snapshot", "review_screenshot", "chat_record"},
    "fake_transaction": {"chat_token", "waybill_stub", "sign_off_proof", "tracking_trace"},
    "generic": {"complaint_notice", "order_detail", "chat_record"},
}
"""Complaint type -> the kinds that its required requirements must name, as the domain notes list them."""

NEVER_ENOUGH = [
    ("service_misinfo", "true_then", {"chat_record"}),
    ("service_misinfo", "true_then", {"tracking_trace"}),
    ("malicious_refund", "received", {"order_detail", "refund_screenshot"}),
    ("malicious_refund", "intact", {"order_detail", "refund_screenshot", "weight_record", "work_order"}),
    ("malicious_order", "repeated_refunds", {"refund_screenshot"}),
    ("malicious_review", "extortion", {"review_screenshot"}),
    ("malicious_review", "extortion", {"chat_record"}),
    ("malicious_complaint", "demand_recorded", {"complaint_notice", "order_detail"}),
    ("no_reason_return", "used_or_damaged", {"chat_record", "product_photo"}),
    ("no_reason_return", "excluded_category", {"order_detail", "chat_record"}),
    ("freight_dispute", "agreed_buyer_pays", {"chat_record"}),
    ("freight_dispute", "agreed_buyer_pays", {"payment_receipt"}),
    ("harassment", "needed_calls", {"chat_record"}),
    ("privacy_leak", "not_posted", {"chat_record"}),
    ("fake_transaction", "real_goods", {"chat_token", "waybill_stub", "sign_off_proof"}),
    ("generic", "facts_shown", {"complaint_notice", "order_detail"}),
]

ENOUGH = [
    ("service_attitude", "full_context", {"chat_token"}),
    ("service_misinfo", "true_then", {"chat_record", "tracking_trace"}),
    (
        "malicious_refund",
        "received",
        {"order_detail", "refund_screenshot", "sign_off_proof", "tracking_trace", "waybill_stub"},
    ),
    ("malicious_order", "repeated_refunds", {"refund_screenshot", "buyer_pattern"}),
    ("malicious_review", "extortion", {"review_screenshot", "chat_token"}),
    ("malicious_complaint", "demand_recorded", {"offsite_contact"}),
    ("no_reason_return", "used_or_damaged", {"return_inspection"}),
    ("freight_dispute", "agreed_buyer_pays", {"listing_snapshot", "waybill_stub"}),
    ("invoice", "issued_sent", {"buyer_invoice"}),
    ("harassment", "needed_contact", {"chat_record"}),
    ("harassment", "needed_calls", {"chat_token", "offsite_contact"}),
    ("privacy_leak", "settled", {"review_screenshot", "chat_record"}),
    ("fake_transaction", "real_goods", {"chat_token", "waybill_stub", "sign_off_proof", "tracking_trace"}),
    ("generic", "facts_shown", {"complaint_notice", "order_detail", "chat_record"}),
]

DENIAL = re.compile(
    "不成立|驳回|撤销(?:对本店|处罚|判定|判责|认定|本次)|不属实|不实|并非|并未|从未|没有过错|无过错|不存在|与我店无关|不承担|不认可|无理(?!由)|"
    "与事实不符|推翻|冤枉|污蔑|诬陷|恶意"
)
SCORE = re.compile(r"[扣记计罚]\s*[0-9一二两三四五六七八九十]+\s*分|[0-9]+\s*分(?![钟之店别类区])")
LABEL = re.compile("恶意|骗|敲诈|勒索|讹|职业(?:打假|索赔|投诉)|刁难|无理取闹|贪")
TYPES = sorted(REQUIRED)
TOLD_BY_CONDUCT = list(REQUIRED)[list(REQUIRED).index("service_attitude") :]
"""The types that turn on what people said and did, rather than on the parcel."""


def playbook_strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from playbook_strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from playbook_strings(one)


def prose(id: str) -> list[str]:
    """Every string of a playbook's file."""
    return list(playbook_strings(read_toml(resource_folder() / "playbooks" / f"{id}.toml")))


def drafted(position: Position) -> list[str]:
    draft = position.draft
    lines = (*draft.course, *draft.handling)
    return [position.headline, position.request, draft.conclusion, draft.closing, *(line.text for line in lines)]


def all_met(playbook: Playbook, position: str, kinds: set[str]) -> bool:
    """Whether as many perfect exhibits of these kinds as one likes would meet every required requirement."""
    required = [one for one in playbook.requirements_for(position, "taobao") if one.level == "required"]
    return all(any(all(need.kind in kinds for need in group) for group in one.sets) for one in required)


def test_the_table_lists_the_types_that_ship(book: Handbook) -> None:
    assert sorted(book.playbook_ids()) == TYPES
    assert len(TYPES) == 26


@pytest.mark.parametrize("id", TYPES)
def test_required_evidence_is_what_the_domain_notes_ask(book: Handbook, id: str) -> None:
    named = {kind for one in book.playbook(id).requirements if one.level == "required" for kind in one.kinds}
    assert REQUIRED[id] - named == set()


@pytest.mark.parametrize(("id", "position", "kinds"), NEVER_ENOUGH)
def test_too_little_evidence_leaves_something_required(book: Handbook, id: str, position: str, kinds: set[str]) -> None:
    assert not all_met(book.playbook(id), position, kinds)


@pytest.mark.parametrize(("id", "position", "kinds"), ENOUGH)
def test_the_listed_evidence_is_enough(book: Handbook, id: str, position: str, kinds: set[str]) -> None:
    assert all_met(book.playbook(id), position, kinds)


@pytest.mark.parametrize("id", TYPES)
def test_every_position_can_be_proved_and_read(book: Handbook, id: str) -> None:
    for position in book.playbook(id).positions:
        assert all(text.strip() for text in (position.applies, position.against, position.headline)), position.id
        assert not position.headline.endswith(("。", "，")), position.id
        assert position.draft.conclusion.endswith("。"), position.id
        assert all(line.text.endswith("。") for line in (*position.draft.course, *position.draft.handling)), position.id


@pytest.mark.parametrize("id", TYPES)
def test_a_settlement_never_denies(book: Handbook, id: str) -> None:
    denied = [
        (position.id, text)
        for position in book.playbook(id).positions
        if position.outcome == "settlement"
        for text in drafted(position)
        if DENIAL.search(text)
    ]
    assert denied == []


@pytest.mark.parametrize("id", sorted(set(TYPES) - {"counterfeit", "fake_transaction"}))
def test_a_seller_at_fault_finds_a_settlement(book: Handbook, id: str) -> None:
    assert any(position.outcome == "settlement" for position in book.playbook(id).positions)


@pytest.mark.parametrize("id", TYPES)
def test_no_score_is_printed_as_certain(id: str) -> None:
    assert [text for text in prose(id) if SCORE.search(text)] == []


@pytest.mark.parametrize("id", TYPES)
def test_no_draft_labels_the_buyer(book: Handbook, id: str) -> None:
    playbook = book.playbook(id)
    said = [text for position in playbook.positions for text in drafted(position)]
    said += [playbook.name, *playbook.requests.values(), *(check.passed for check in playbook.checks)]
    assert [text for text in said if LABEL.search(text)] == []


@pytest.mark.parametrize("id", TYPES)
def test_advice_and_phrases_keep_the_tone_rules(book: Handbook, id: str) -> None:
    playbook = book.playbook(id)
    rules = [(rule.id, re.compile(rule.pattern)) for rule in book.tone_rules if rule.severity == "error"]
    said = [*playbook.first_aid, *(phrase.text for phrase in playbook.phrases)]
    assert [(name, text) for text in said for name, rule in rules if rule.search(text)] == []


@pytest.mark.parametrize("id", TYPES)
def test_chinese_text_has_full_width_punctuation(id: str) -> None:
    half = re.compile(r"(?<=[\u4e00-\u9fff”’])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff“‘])")
    assert [text for text in prose(id) if half.search(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{\w+\}", "", text))] == []


@pytest.mark.parametrize("id", TYPES)
def test_a_sentence_that_must_stand_needs_only_what_the_position_asks_for(book: Handbook, id: str) -> None:
    head = {"order_no", "complaint_no", "buyer", "goods", "amount", "shop"}
    unasked = [
        (position.id, line.text, key)
        for position in book.playbook(id).positions
        for line in (*position.draft.course, *position.draft.handling)
        if not line.optional
        for key in {*required_names(line.text), *([line.at] if line.at else [])} - head - set(position.facts)
    ]
    assert unasked == []


@pytest.mark.parametrize("id", TYPES)
def test_the_form_offers_every_fact_that_a_draft_or_check_uses(book: Handbook, id: str) -> None:
    playbook = book.playbook(id)
    head = {"order_no", "complaint_no", "buyer", "goods", "amount", "shop", "received_at", "order_amount"}
    used = {key for position in playbook.positions for text in drafted(position) for key in names_in(text)}
    used |= {
        line.at
        for position in playbook.positions
        for line in (*position.draft.course, *position.draft.handling)
        if line.at
    }
    used |= {key for position in playbook.positions for key in position.facts}
    used |= {fact.key for fact in playbook.extra_facts}
    assert used - set(playbook.facts) - head == set()


@pytest.mark.parametrize("id", TYPES)
def test_a_draft_without_facts_and_exhibits_asks_for_them(book: Handbook, id: str) -> None:
    playbook = book.playbook(id)
    for position in playbook.positions:
        case = Case(platform="generic", complaint=id, position=position.id, stage=Stage.EVIDENCE)
        text = draft_statement(
            playbook=playbook, position=position, case=case, kinds=book.kinds, fact_keys=book.facts_of(id)
        )
        assert "{" not in text, position.id
        assert "【待填" in text or "【待补" in text, position.id
        assert "[[evidence:" not in text, position.id


def test_fake_transactions_are_not_coached(book: Handbook) -> None:
    playbook = book.playbook("fake_transaction")
    assert "不为虚构的交易提供申诉材料" in playbook.caution
    accepting = [position for position in playbook.positions if position.outcome == "settlement"]
    assert [position.id for position in accepting] == ["accept_and_correct"]


def test_a_public_page_is_no_proof_of_a_real_shipment(book: Handbook) -> None:
    (trace,) = [one for one in book.playbook("fake_transaction").requirements if one.id == "internal_trace"]
    (need,) = trace.sets[0]
    assert trace.level == "required"
    assert [(one.field, one.one_of) for one in need.where] == [("source", ("courier_internal",))]


def test_missing_goods_need_weighings_at_two_points(book: Handbook) -> None:
    (twice,) = [one for one in book.playbook("malicious_refund").requirements if one.id == "weight_twice"]
    assert [(need.count, need.distinct) for need in twice.sets[0]] == [(2, "weigh_point")]


def test_one_refund_proves_no_repetition(book: Handbook) -> None:
    (refunds,) = [one for one in book.playbook("malicious_order").requirements if one.id == "refunds"]
    assert refunds.sets[0][0].count == 2


@pytest.mark.parametrize("id", ["malicious_refund", "malicious_order", "malicious_complaint", "fake_transaction"])
def test_types_that_tempt_to_accuse_carry_a_caution(book: Handbook, id: str) -> None:
    assert book.playbook(id).caution


def test_drafting_cites_the_exhibits_that_exist(book: Handbook) -> None:
    playbook = book.playbook("service_attitude")
    evidence = (Evidence(id="talk", files=("talk.png",), kind="chat_record"),)
    case = Case(platform="pinduoduo", complaint=playbook.id, evidence=evidence)
    text = draft_statement(
        playbook=playbook,
        position=playbook.position(None),
        case=case,
        kinds=book.kinds,
        fact_keys=book.facts_of(playbook.id),
    )
    assert "[[evidence:talk]]" in text


@pytest.mark.parametrize("id", TOLD_BY_CONDUCT)
def test_every_required_exhibit_has_a_sentence_that_cites_it(book: Handbook, id: str) -> None:
    playbook = book.playbook(id)
    uncited = [
        (position.id, one.id, kind)
        for position in playbook.positions
        for one in playbook.requirements_for(position.id, "taobao")
        if one.level == "required"
        for kind in one.kinds
        if kind not in {name for line in (*position.draft.course, *position.draft.handling) for name in line.cite}
    ]
    assert uncited == []


def test_every_sentence_a_draft_cannot_do_without_rests_on_evidence_that_some_requirement_names(book: Handbook) -> None:
    unnamed = [
        (playbook.id, position.id, line.text)
        for playbook in book.playbooks()
        for position in playbook.positions
        for line in (*position.draft.course, *position.draft.handling)
        if line.cite and not line.optional and not _named(playbook, position) & set(line.cite)
    ]
    assert unnamed == []


def _named(playbook: Playbook, position: Position) -> set[str]:
    mine = [one for one in playbook.requirements if not one.positions or position.id in one.positions]
    return {kind for one in mine for kind in one.kinds}
