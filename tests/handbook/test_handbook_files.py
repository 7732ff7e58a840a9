"""What ships: every resource validates, and says what the domain notes ask for."""

import re
import tomllib

import pytest

from evidence_desk.domain.facts import FactType
from evidence_desk.domain.playbook import Playbook
from evidence_desk.errors import InputError
from evidence_desk.handbook import Handbook
from evidence_desk.resources import resource_folder

COMPLAINTS = [
    "breach_promise_freight",
    "breach_promise_other",
    "late_shipment",
    "out_of_stock",
    "missing_item",
    "fake_shipment",
    "logistics_complaint",
    "not_received",
    "damaged",
    "misuse_damage",
    "quality_return",
    "not_as_described",
    "counterfeit",
    "service_attitude",
    "service_misinfo",
    "malicious_refund",
    "malicious_order",
    "malicious_review",
    "malicious_complaint",
    "no_reason_return",
    "freight_dispute",
    "invoice",
    "harassment",
    "privacy_leak",
    "fake_transaction",
    "generic",
]

KINDS = [
    "order_detail",
    "complaint_notice",
    "chat_record",
    "chat_token",
    "offsite_contact",
    "waybill_stub",
    "tracking_trace",
    "sign_off_proof",
    "delegated_receipt",
    "red_seal_cert",
    "weight_record",
    "work_order",
    "packing_evidence",
    "product_photo",
    "return_inspection",
    "payment_receipt",
    "refund_screenshot",
    "reship_proof",
    "listing_snapshot",
    "brand_authorization",
    "purchase_invoice",
    "inspection_report",
    "buyer_invoice",
    "force_majeure_notice",
    "address_filing",
    "inventory_record",
    "review_screenshot",
    "buyer_pattern",
    "settlement_record",
    "subject_link",
    "pickup_record",
    "official_receipt",
]

PLATFORMS = [
    "taobao",
    "tmall",
    "pinduoduo",
    "jd",
    "douyin",
    "weidian",
    "wechat_shop",
    "wechat_pay",
    "alipay",
    "xiaohongshu",
    "generic",
]

FORBIDDEN = [
    "骗子",
    "讹人",
    "流氓",
    "无赖",
    "碰瓷",
    "垃圾",
    "有病",
    "傻",
    "滚",
    "白嫖",
    "黑心",
    "不要脸",
    "职业打假",
    "恶意买家",
    "我说好几遍了",
    "你是不是看不懂",
    "没时间和你说",
    "你眼睛不好",
    "随便你",
    "爱信不信",
    "曝光你",
    "报复",
    "人肉",
    "差评返现",
    "私下加微信退款",
    "刷单",
    "平台偏袒",
    "小二乱判",
    "绝对",
    "100%",
    "肯定是",
    "从来没有",
    "呵呵",
]


def test_every_file_validates(book: Handbook) -> None:
    book.check_everything()


def test_all_complaint_types_are_there(book: Handbook) -> None:
    assert sorted(book.playbook_ids()) == sorted(COMPLAINTS)


def test_all_kinds_of_evidence_are_there(book: Handbook) -> None:
    assert list(book.kinds) == KINDS


def test_all_platforms_are_there(book: Handbook) -> None:
    assert sorted(book.platform_ids()) == sorted(PLATFORMS)


@pytest.mark.parametrize("words", FORBIDDEN)
def test_a_forbidden_word_is_found(book: Handbook, words: str) -> None:
    assert any(re.search(rule.pattern, words) for rule in book.tone_rules)


@pytest.mark.parametrize(
    "words", ["垃圾邮件", "曝光量", "报复性消费", "最好附一张照片", "请平台核实", "傻傻分不清楚的款式"]
)
def test_a_harmless_word_is_left_alone(book: Handbook, words: str) -> None:
    assert not [rule.id for rule in book.tone_rules if re.search(rule.pattern, words)]


def test_nothing_the_handbook_says_breaks_its_own_tone_rules(book: Handbook) -> None:
    rules = [(rule.id, re.compile(rule.pattern)) for rule in book.tone_rules]
    broken = [
        (playbook.id, rule, text)
        for playbook in book.playbooks()
        for text in said_by(playbook)
        for rule, pattern in rules
        if pattern.search(text)
    ]
    assert broken == []


def said_by(playbook: Playbook) -> list[str]:
    said = [*playbook.requests.values(), *(phrase.text for phrase in playbook.phrases)]
    for position in playbook.positions:
        draft = position.draft
        said += [position.headline, position.request, draft.conclusion, draft.closing]
        said += [line.text for line in (*draft.course, *draft.handling)]
    return said + [text for check in playbook.checks for text in (check.failed, check.passed)]


def test_a_complaint_type_can_be_worked_with(book: Handbook) -> None:
    for playbook in book.playbooks():
        assert len(playbook.requirements) >= 3, playbook.id
        assert len(playbook.checks) >= 2, playbook.id
        assert len(playbook.first_aid) >= 3, playbook.id
        assert len(playbook.phrases) >= 3, playbook.id
        assert playbook.consequences, playbook.id
        for position in playbook.positions:
            needed = playbook.requirements_for(position.id, "taobao")
            assert any(one.level == "required" for one in needed), (playbook.id, position.id)


def test_the_promised_freight_leads_to_settlement_where_nobody_paid(book: Handbook) -> None:
    playbook = book.playbook("breach_promise_freight")
    outcomes = {position.id: position.outcome for position in playbook.positions}
    assert outcomes == {
        "no_promise": "defence",
        "promise_differs": "defence",
        "promised_paid": "defence",
        "promised_unpaid": "settlement",
    }


@pytest.mark.parametrize(
    ("id", "figures"),
    [
        ("taobao_refund_api", {"images_max": 1, "image_bytes_max": 130_000, "text_max": 400, "text_unit": "bytes"}),
        ("pinduoduo", {"images_max": 3, "attempts": 1}),
        ("douyin_review", {"images_max": 6, "image_bytes_max": 5_000_000, "text_max": 100, "long_pictures": True}),
        ("douyin_evidence_api", {"images_max": 4}),
        ("wechat_shop", {"images_max": 20, "text_max": 500}),
        ("wechat_pay", {"images_max": 4, "image_bytes_max": 2_000_000, "text_max": 200}),
        ("generic", {"images_max": 5, "image_bytes_max": 5_000_000}),
    ],
)
def test_a_channel_has_the_known_limits(book: Handbook, id: str, figures: dict[str, object]) -> None:
    _, channel = book.channel(id)
    assert {name: getattr(channel, name) for name in figures} == figures


def test_placeholders_are_marked_as_unverified(book: Handbook) -> None:
    _, channel = book.channel("weidian")
    assert {source.confidence for source in channel.sources.values()} == {"D"}
    assert not any(source.verified for source in channel.sources.values())


def test_jd_counts_a_supplement_in_hours_of_the_day_weekends_included(book: Handbook) -> None:
    (window,) = [one for one in book.platform("jd").windows if one.unit == "working_hours"]
    assert (window.amount, window.daily_from, window.daily_to, window.workdays_only) == (4, "09:00", "18:00", False)


def test_canonical_fields_and_their_other_spellings(book: Handbook) -> None:
    def canonical(kind: str, name: str) -> str:
        return next(field.key for field in book.kinds[kind].fields if name in (field.key, *field.aliases))

    assert canonical("weight_record", "point") == "weigh_point"
    assert canonical("payment_receipt", "amount") == "paid_amount"
    assert canonical("payment_receipt", "paid_at") == "transferred_at"
    assert canonical("return_inspection", "waybill_no") == "return_waybill_no"
    assert canonical("buyer_invoice", "title") == "invoice_title"


def test_amounts_weights_and_times_are_typed(book: Handbook) -> None:
    assert book.fact_keys["paid_amount"].type is FactType.AMOUNT
    assert book.fact_keys["weight_pickup_kg"].type is FactType.WEIGHT
    assert book.fact_keys["signed_at"].type is FactType.TIME
    assert book.fact_keys["valid_to"].type is FactType.DATE
    assert set(book.fact_keys["sign_method"].choices) == {"本人", "驿站", "快递柜", "门卫", "他人"}


def test_texts_use_full_width_punctuation() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;!?][\u4e00-\u9fff]")
    found = [
        (path.name, text)
        for path in resource_folder().rglob("*.toml")
        if "samples" not in path.parts
        for key, text in strings(tomllib.loads(path.read_text("utf-8")))
        if key not in ("pattern", "id") and half.search(text)
    ]
    assert found == []


def strings(value: object, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(key, value)]
    if isinstance(value, dict):
        return [pair for name, one in value.items() for pair in strings(one, name)]
    return [pair for one in value for pair in strings(one, key)] if isinstance(value, list) else []


def test_an_unknown_complaint_type_is_refused_with_the_known_ones(book: Handbook) -> None:
    with pytest.raises(InputError) as caught:
        book.playbook("no_such_type")
    assert "not_received" in caught.value.problems[0].hint.zh
