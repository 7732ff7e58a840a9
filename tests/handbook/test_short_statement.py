"""The short form fits its box in whole sentences, the weightiest first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.handbook import draft_short

STATEMENT = """【结论】
运单 YT8839201746352 已由收件人本人签收，请平台核实。
【经过】
1. 2024年11月1日 10:20，买家付款下单[[evidence:order]]。
2. 2024年11月1日 18:42，圆通速递揽收，运单号 YT8839201746352[[evidence:stub]]。
3. 2024年11月4日 11:06，收件人王**签收[[evidence:signoff]]。
4. 2024年11月6日 09:30，买家以【待填：申请原因】申请退款[[evidence:notice]]。
【核对】
签收时间晚于揽收时间[[evidence:stub]][[evidence:signoff]]。
【处理】
2024年11月6日 10:00，我店把核实结果告知买家[[evidence:chat]]。
【请求】
请依据签收凭证核实，驳回买家退款申请。
给买家带来的不便，谨致歉意。
"""
LABELS = {"signoff": "图1", "stub": "图2"}


def test_everything_is_kept_where_it_fits() -> None:
    short = draft_short(STATEMENT, limit=1000, labels=LABELS)
    assert short.left_out == ()
    assert short.text.startswith("【结论】运单 YT8839201746352 已由收件人本人签收，请平台核实。【经过】①11月1日10:20，")
    assert "③11月4日11:06，收件人王**签收（图1）。" in short.text
    assert "晚于揽收时间（图2、图1）。" in short.text
    assert "evidence" not in short.text


def test_conclusion_decisive_exhibit_and_request_come_first() -> None:
    assert draft_short(STATEMENT, limit=100, labels=LABELS).text == (
        "【结论】运单 YT8839201746352 已由收件人本人签收，请平台核实。"
        "【经过】①11月4日11:06，收件人王**签收（图1）。"
        "【请求】请依据签收凭证核实，驳回买家退款申请。"
    )


def test_the_strongest_evidence_can_be_named() -> None:
    short = draft_short(STATEMENT, limit=100, labels=LABELS, decisive=("order",))
    assert "买家付款下单" in short.text
    assert "王**" not in short.text


def test_what_found_no_room_is_told() -> None:
    short = draft_short(STATEMENT, limit=100, labels=LABELS)
    assert "签收时间晚于揽收时间（图2、图1）。" in short.left_out
    assert len(short.left_out) == 6


def test_a_sentence_with_a_gap_goes_last() -> None:
    full = draft_short(STATEMENT, limit=1000)
    assert "【待填" not in draft_short(STATEMENT, limit=full.size - 1).text


def test_a_conclusion_that_is_too_long_is_cut_behind_a_clause() -> None:
    assert draft_short("【结论】包裹已签收，签收人与收件人一致，请核实。", limit=12).text == "【结论】包裹已签收。"


def test_bytes_are_counted_where_the_box_counts_bytes() -> None:
    short = draft_short(STATEMENT, limit=400, measure=lambda text: len(text.encode("gbk", "replace")))
    assert short.size == len(short.text.encode("gbk", "replace")) <= 400
    assert len(short.text) < 300


def test_the_year_stays_where_there_are_two() -> None:
    text = "【经过】\n1. 2024年12月31日 10:00，付款。\n2. 2025年1月2日 09:00，揽收。\n"
    assert "2024年12月31日10:00" in draft_short(text, limit=200).text


@pytest.mark.parametrize("text", ["", "没有标题的一句话。", "【结论】"])
def test_odd_statements_are_no_trouble(text: str) -> None:
    assert draft_short(text, limit=50).text == text.replace("【结论】", "")


@given(limit=st.integers(0, 320))
def test_any_limit_is_kept_and_no_number_or_sentence_is_broken(limit: int) -> None:
    short = draft_short(STATEMENT, limit=limit, labels=LABELS)
    assert len(short.text) == short.size <= limit
    assert short == draft_short(STATEMENT, limit=limit, labels=LABELS)
    whole = draft_short(STATEMENT, limit=1000, labels=LABELS).text
    assert set(re.findall(r"[0-9A-Z]+", short.text)) <= set(re.findall(r"[0-9A-Z]+", whole))
    assert not short.text or short.text.endswith("。")
