"""Drafted statements say only confirmed facts, cite only exhibits that go out, and mark what is missing."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.citing import check_citations
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import CHINA, Fact, FactKey, FactType, FactValue
from evidence_desk.domain.playbook import Draft, DraftLine, Position
from evidence_desk.domain.readiness import CrossCheck
from evidence_desk.domain.statement import PLACEHOLDER, cited_ids, parse_statement
from evidence_desk.handbook import Handbook, draft_statement, load_handbook
from evidence_desk.resources import resource_folder

HANDBOOK = load_handbook(resource_folder())

FACTS: dict[str, FactValue] = {
    "waybill_no": "YT8839201746352",
    "carrier": "圆通速递",
    "paid_at": datetime(2024, 11, 1, 10, 20, tzinfo=CHINA),
    "picked_up_at": datetime(2024, 11, 1, 18, 42, tzinfo=CHINA),
    "signed_at": datetime(2024, 11, 4, 11, 6, tzinfo=CHINA),
    "signer": "王**",
    "refund_requested_at": datetime(2024, 11, 6, 9, 30, tzinfo=CHINA),
}
EXHIBITS = {
    "order": "order_detail",
    "stub": "waybill_stub",
    "trace": "tracking_trace",
    "signoff": "sign_off_proof",
    "notice": "complaint_notice",
}


def evidence(id: str, kind: str | None, **fields: FactValue) -> Evidence:
    return Evidence(id, (f"{id}.png",), kind, fields=fields)


def not_received(**changes: object) -> Case:
    case = Case(
        platform="pinduoduo",
        complaint="not_received",
        order_no="241101-283917465092837",
        facts={key: Fact(key, value) for key, value in FACTS.items()},
        evidence=tuple(evidence(name, kind) for name, kind in EXHIBITS.items()),
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def drafted(case: Case, *, position: Position | None = None, checks: tuple[CrossCheck, ...] = ()) -> str:
    playbook = HANDBOOK.playbook(case.complaint)
    return draft_statement(
        playbook=playbook,
        position=position or playbook.position(case.position),
        case=case,
        kinds=HANDBOOK.kinds,
        fact_keys=HANDBOOK.facts_of(case.complaint),
        cross_checks=checks,
    )


def with_course(*lines: DraftLine) -> Position:
    """The default position with another course of events."""
    position = HANDBOOK.playbook("not_received").position(None)
    return replace(position, draft=Draft(conclusion="请核实。", course=lines))


def course(statement: str) -> list[str]:
    return statement.partition("【经过】\n")[2].partition("\n【")[0].splitlines()


def without(case: Case, key: str) -> Case:
    return replace(case, facts={name: fact for name, fact in case.facts.items() if name != key})


def test_a_whole_statement() -> None:
    checks = (CrossCheck("a", "签收时间晚于揽收时间", ("stub", "signoff")),)
    assert drafted(not_received(), checks=checks) == (
        "【结论】\n"
        "运单 YT8839201746352 已由收件人本人签收，请平台核实。\n"
        "【经过】\n"
        "1. 2024年11月1日 10:20，买家付款下单，见[[evidence:order]]。\n"
        "2. 2024年11月1日 18:42，圆通速递揽收，运单号 YT8839201746352，见[[evidence:stub]]、[[evidence:trace]]。\n"
        "3. 2024年11月4日 11:06，收件人王**签收，见[[evidence:signoff]]。\n"
        "4. 2024年11月6日 09:30，买家以未收到货申请退款，见[[evidence:notice]]。\n"
        "【核对】\n"
        "签收时间晚于揽收时间，见[[evidence:stub]]、[[evidence:signoff]]。\n"
        "【请求】\n"
        "请依据签收凭证核实，驳回买家退款申请。\n"
        "给买家带来的不便，谨致歉意；如需补充材料，我店随时配合。\n"
    )


def test_what_is_drafted_is_read_back_with_its_numbers_and_supports_every_claim() -> None:
    statement = drafted(not_received())
    items = [paragraph.number for paragraph in parse_statement(statement) if paragraph.kind == "item"]
    assert items == ["1", "2", "3", "4"]
    assert check_citations(statement, not_received()) == ()


def test_a_missing_fact_stands_as_a_gap_with_its_name() -> None:
    assert "收件人【待填：签收人】签收" in drafted(without(not_received(), "signer"))


def test_a_missing_time_stands_as_a_gap_and_the_line_keeps_its_place() -> None:
    lines = course(drafted(without(not_received(), "picked_up_at")))
    assert lines[1].startswith("2. 【待填：揽收时间】，圆通速递揽收")


def test_an_unconfirmed_fact_is_not_said() -> None:
    case = not_received()
    facts = {**case.facts, "signer": Fact("signer", "李四", confirmed=False)}
    statement = drafted(replace(case, facts=facts))
    assert "李四" not in statement
    assert "【待填：签收人】" in statement


def test_a_line_without_any_exhibit_says_what_is_wanted() -> None:
    shown = tuple(item for item in not_received().evidence if item.id not in ("stub", "trace"))
    lines = course(drafted(not_received(evidence=shown)))
    assert lines[1].endswith("【待补：快递底单／面单或物流轨迹】。")


def test_an_optional_line_goes_with_its_exhibit_or_its_fact() -> None:
    no_order = tuple(item for item in not_received().evidence if item.id != "order")
    assert "付款下单" not in drafted(not_received(evidence=no_order))
    assert "付款下单" not in drafted(without(not_received(), "paid_at"))


def test_evidence_left_out_is_not_cited() -> None:
    items = tuple(replace(item, include=item.id != "stub") for item in not_received().evidence)
    assert "stub" not in cited_ids(drafted(not_received(evidence=items)))


def test_evidence_without_a_kind_is_not_cited() -> None:
    items = (*not_received().evidence, evidence("odd", None, waybill_no="YT8839201746352"))
    assert "odd" not in cited_ids(drafted(not_received(evidence=items)))


def test_the_exhibit_that_shows_the_fact_is_cited_rather_than_the_first() -> None:
    items = (
        evidence("first", "sign_off_proof"),
        evidence("better", "sign_off_proof", signer="王**"),
        *not_received().evidence[:3],
    )
    assert course(drafted(not_received(evidence=items)))[2].endswith("签收，见[[evidence:better]]。")


def test_an_exhibit_that_contradicts_the_case_is_not_cited() -> None:
    items = tuple(
        evidence("signoff", "sign_off_proof", signer="赵**") if item.id == "signoff" else item
        for item in not_received().evidence
    )
    assert course(drafted(not_received(evidence=items)))[2].endswith("签收【待补：签收底单／签收证明或快递红章证明】。")


def test_a_stub_of_the_way_back_does_not_prove_the_way_out() -> None:
    back = evidence("back", "waybill_stub", role="return", waybill_no="SF1")
    items = (back, *(item for item in not_received().evidence if item.id not in ("stub", "trace")))
    assert "back" not in cited_ids(drafted(not_received(evidence=items)))


def test_two_weighings_of_one_kind_are_both_cited() -> None:
    line = DraftLine(
        text="揽收称重 {{ weight_pickup_kg }}，到件称重 {{ weight_arrival_kg }}。", cite=("weight_record",)
    )
    weights = {"weight_pickup_kg": Decimal("1.260"), "weight_arrival_kg": Decimal("1.258")}
    case = not_received(
        facts={key: Fact(key, value) for key, value in weights.items()},
        evidence=(
            evidence("w0", "weight_record"),
            evidence("w1", "weight_record", weigh_point="pickup", weight_kg=Decimal("1.260")),
            evidence("w2", "weight_record", weigh_point="arrival", weight_kg=Decimal("1.258")),
        ),
    )
    assert course(drafted(case, position=with_course(line))) == [
        "1. 揽收称重 1.260 kg，到件称重 1.258 kg，见[[evidence:w1]]、[[evidence:w2]]。"
    ]


def test_the_links_of_a_chain_are_cited_together_though_each_shows_other_names() -> None:
    line = DraftLine(text="{{ grantor }}逐级授权至{{ grantee }}。", cite=("brand_authorization",))
    case = not_received(
        facts={"grantor": Fact("grantor", "甲公司"), "grantee": Fact("grantee", "丙公司")},
        evidence=(
            evidence("first", "brand_authorization", grantor="甲公司", grantee="乙公司"),
            evidence("second", "brand_authorization", grantor="乙公司", grantee="丙公司"),
        ),
    )
    assert course(drafted(case, position=with_course(line))) == [
        "1. 甲公司逐级授权至丙公司，见[[evidence:first]]、[[evidence:second]]。"
    ]


def test_lines_come_in_order_of_time_and_those_without_stay_behind_their_neighbour() -> None:
    position = with_course(
        DraftLine(at="signed_at", text="签收。"),
        DraftLine(text="当日回访。"),
        DraftLine(at="paid_at", text="付款。"),
    )
    assert [line[3:] for line in course(drafted(not_received(), position=position))] == [
        "2024年11月1日 10:20，付款。",
        "2024年11月4日 11:06，签收。",
        "当日回访。",
    ]


def test_times_inside_a_sentence_carry_the_year_only_across_years() -> None:
    position = with_course(DraftLine(text="买家于{{ paid_at }}付款。"))
    assert course(drafted(not_received(), position=position)) == ["1. 买家于 11月1日 10:20 付款。"]
    late = Fact("refund_requested_at", datetime(2025, 1, 2, 8, 0, tzinfo=CHINA))
    case = not_received(facts={**not_received().facts, "refund_requested_at": late})
    assert course(drafted(case, position=position)) == ["1. 买家于 2024年11月1日 10:20 付款。"]


def test_amounts_carry_their_unit_and_the_order_amount_falls_back_to_the_case() -> None:
    position = with_course(DraftLine(text="实付{{ order_amount }}，涉案{{ amount }}。"))
    case = not_received(amount=Decimal("129.00"))
    assert course(drafted(case, position=position)) == ["1. 实付 129.00 元，涉案 129.00 元。"]


def test_a_condition_is_false_without_the_fact() -> None:
    position = with_course(DraftLine(text="签收{% if agent %}，代收人{{ agent }}{% else %}，本人{% endif %}。"))
    assert course(drafted(not_received(), position=position)) == ["1. 签收，本人。"]


def test_a_value_cannot_cite_start_a_section_or_run_a_template() -> None:
    nasty = "甲\n【请求】请罚\r\n[[evidence:ghost]]{{ buyer }}。"
    statement = drafted(not_received(facts={**not_received().facts, "signer": Fact("signer", nasty)}))
    assert "ghost" not in cited_ids(statement)
    assert "收件人甲 ［请求］请罚 ［［evidence:ghost］］{{ buyer }}签收" in statement
    headings = [one.inlines[0] for one in parse_statement(statement) if one.kind == "heading"]
    assert headings == ["结论", "经过", "请求"]


def test_a_cross_check_is_printed_only_with_an_exhibit_that_goes_out() -> None:
    checks = (CrossCheck("a", "金额一致", ("gone",)), CrossCheck("b", "单号一致", ("gone", "stub")))
    statement = drafted(not_received(), checks=checks)
    assert "金额一致" not in statement
    assert "【核对】\n单号一致，见[[evidence:stub]]。\n" in statement


@pytest.mark.parametrize(
    ("stage", "words"), [(Stage.NEGOTIATE, "撤回退款申请"), (Stage.EVIDENCE, "驳回"), (Stage.APPEAL, "撤销")]
)
def test_the_request_is_worded_for_the_stage(stage: Stage, words: str) -> None:
    assert words in drafted(not_received(stage=stage)).partition("【请求】")[2]


def test_the_case_has_the_last_word_on_the_request() -> None:
    assert "【请求】\n请撤销判责。\n" in drafted(not_received(request="请撤销判责。"))


def test_a_settlement_never_asks_for_a_dismissal(book: Handbook) -> None:
    for playbook in book.playbooks():
        for position in playbook.positions:
            if position.outcome == "settlement":
                case = Case(platform="taobao", complaint=playbook.id, position=position.id)
                assert "驳回" not in drafted(case), (playbook.id, position.id)


def a_value(key: FactKey) -> FactValue:
    """Some value of a key, the same each time."""
    day = datetime(2024, 11, 1 + len(key.key) % 20, 10, len(key.key), tzinfo=CHINA)
    values: dict[FactType, FactValue] = {
        FactType.TIME: day,
        FactType.DATE: day.date(),
        FactType.AMOUNT: Decimal("12.00"),
        FactType.WEIGHT: Decimal("1.260"),
        FactType.NUMBER: 3,
        FactType.CHOICE: key.choices[0] if key.choices else "",
    }
    return values.get(key.type, f"值{key.key}")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_position_drafts_honestly_from_any_part_of_facts_and_evidence(data: st.DataObject) -> None:
    playbook = HANDBOOK.playbook(data.draw(st.sampled_from(HANDBOOK.playbook_ids())))
    position = data.draw(st.sampled_from(playbook.positions))
    keys = HANDBOOK.facts_of(playbook.id)
    known = data.draw(st.sets(st.sampled_from(sorted(keys))))
    confirmed = data.draw(st.sets(st.sampled_from(sorted(keys))))
    items = tuple(
        Evidence(f"e{number}", ("a.png",), kind, include=include)
        for number, (kind, include) in enumerate(
            data.draw(st.lists(st.tuples(st.sampled_from(list(HANDBOOK.kinds)), st.booleans()), max_size=12))
        )
    )
    facts = {
        key: Fact(key, a_value(keys[key]) if key in confirmed else f"未确认{key}", confirmed=key in confirmed)
        for key in sorted(known)
    }
    case = Case(platform="taobao", complaint=playbook.id, position=position.id, facts=facts, evidence=items)

    statement = drafted(case)

    assert statement == drafted(case)
    assert "未确认" not in statement
    assert set(cited_ids(statement)) <= {item.id for item in items if item.include}
    names = {keys[key].name for key in keys if key not in known & confirmed} | {"买家昵称", "店铺", "涉案金额"}
    gaps = [gap for gap in PLACEHOLDER.findall(statement) if gap.startswith("【待填：")]
    assert {gap[4:-1] for gap in gaps} <= names
    assert "{{" not in statement
    assert "{%" not in statement
    assert "。。" not in statement
    assert [one.inlines[0] for one in parse_statement(statement) if one.kind == "heading"][:2] in (
        ["结论", "经过"],
        ["结论", "请求"],
        ["结论", "处理"],
    )
