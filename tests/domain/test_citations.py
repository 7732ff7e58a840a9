"""Sentences and the exhibits that carry them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import dispute, exhibit

from evidence_desk.domain.citing import check_citations, sentences
from evidence_desk.domain.readiness import UncitedItem
from evidence_desk.domain.statement import Cite

SLIP = exhibit("slip", "sign_off_proof")
STUB = exhibit("stub", "waybill_stub")


def uncited(statement: str) -> list[str]:
    return [one.text for one in check_citations(statement, dispute(SLIP, STUB)) if one.kind == "sentence"]


@pytest.mark.parametrize("heading", ["经过", "核对", "处理", "来源"])
def test_an_assertion_under_a_heading_has_to_cite(heading: str) -> None:
    assert uncited(f"【{heading}】\n1. 11月4日 11:06 本人签收。") == ["11月4日 11:06 本人签收。"]
    assert uncited(f"【{heading}】\n1. 11月4日 11:06 本人签收[[evidence:slip]]。") == []


@pytest.mark.parametrize("heading", ["结论", "请求", "诉求"])
def test_conclusion_and_request_need_not_cite(heading: str) -> None:
    assert uncited(f"【{heading}】包裹已由本人签收。") == []


def test_text_without_headings_has_to_cite() -> None:
    assert uncited("包裹已由本人签收。\n快递已复核[[evidence:slip]]。") == ["包裹已由本人签收。"]


def test_each_sentence_of_an_item_is_asked() -> None:
    found = uncited("【经过】\n1. 3月1日揽收。3月4日签收[[evidence:slip]]。当天已告知买家。")
    assert found == ["3月1日揽收。", "当天已告知买家。"]


def test_a_citation_behind_the_full_stop_belongs_to_the_sentence_before() -> None:
    assert uncited("【经过】\n1. 3月4日签收。[[evidence:slip]]3月6日申请退款。[[evidence:stub]]") == []


def test_a_citation_before_the_next_sentence_counts_for_the_first_alone() -> None:
    assert uncited("【经过】\n1. 3月4日签收。[[evidence:slip]]3月6日申请退款。") == ["3月6日申请退款。"]


def test_settlement_is_not_excused_from_citing() -> None:
    said = "【处理】我店已于11月5日向买家支付运费 12.00 元，并致电道歉。"
    assert uncited(said) == ["我店已于11月5日向买家支付运费 12.00 元，并致电道歉。"]


@pytest.mark.parametrize(
    "courtesy",
    [
        "恳请平台核实。",
        "对给买家带来的不便，谨致歉意。",
        "如需补充材料，我店即刻配合。",
        "感谢平台的审核！",
        "尊敬的客服：",
        "订单号：241101-283917465092837",
        "【待填：签收时间】",
        "买家为何此时申请退款？",
        "。",
    ],
)
def test_courtesy_labels_and_gaps_assert_nothing(courtesy: str) -> None:
    assert uncited(f"【处理】{courtesy}") == []


def test_a_sentence_with_a_gap_still_asserts() -> None:
    assert uncited("【经过】\n1. 【待填：签收时间】由本人签收。") == ["【待填：签收时间】由本人签收。"]


def test_an_amount_with_a_decimal_point_is_one_sentence() -> None:
    assert [text for text, _ in sentences("【经过】支付 12.50 元[[evidence:slip]]。")] == ["支付 12.50 元。"]


def test_a_one_line_statement_is_read_by_its_headings() -> None:
    said = "【结论】已签收。【经过】1.3月1日揽收[[evidence:stub]];2.3月4日签收[[evidence:slip]]。【请求】请核实。"
    assert uncited(said) == []
    assert [cites for _, cites in sentences(said)] == [(Cite("stub"), Cite("slip"))]


def test_citing_nothing_that_exists_is_an_unknown_citation() -> None:
    found = check_citations("【经过】签收[[evidence:slip]]，见[[evidence:nobody#2]]。", dispute(SLIP))
    assert found == (UncitedItem("unknown", "nobody"),)


def test_citing_what_is_left_out_is_an_unknown_citation() -> None:
    found = check_citations(
        "【经过】签收[[evidence:slip]]。", dispute(exhibit("slip", "sign_off_proof", include=False))
    )
    assert found == (UncitedItem("unknown", "slip"),)


@pytest.mark.parametrize("token", ["[[evidence:]]", "[[evidence:my slip]]", "[[slip]]", "[[evidence:slip#0]]"])
def test_a_broken_token_is_an_unknown_citation(token: str) -> None:
    found = check_citations(f"【结论】签收{token}，见[[evidence:slip#1]]。", dispute(SLIP))
    assert found == (UncitedItem("unknown", token),)


def test_exhibits_that_nobody_cites_are_named_in_the_packets_order() -> None:
    case = dispute(exhibit("x", None), SLIP, STUB, exhibit("out", "chat_record", include=False))
    found = check_citations("【结论】见[[evidence:stub]]。", case)
    assert found == (UncitedItem("exhibit", "slip"), UncitedItem("exhibit", "x"))


@given(st.text(alphabet="签收。！[]evidnc:slp#1【经过】\n", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for one in check_citations(text, dispute(SLIP)):
        assert one.text
