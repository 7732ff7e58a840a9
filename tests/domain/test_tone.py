"""Words that cost trust."""

import re
from typing import Any

import pytest
from tests.domain.dispute import at, dispute, exhibit, tone, values

from evidence_desk.domain.edits import Edition, Note, NumberMark
from evidence_desk.domain.geometry import Box, Point
from evidence_desk.domain.outgoing import outgoing_texts
from evidence_desk.domain.playbook import ToneRule
from evidence_desk.domain.readiness import WordingFinding
from evidence_desk.domain.wording import check_wording

LIAR = tone("骗子|恶意买家")


def found(statement: str, *rules: ToneRule, **case: Any) -> tuple[WordingFinding, ...]:
    dispute_ = dispute(**case)
    texts = outgoing_texts(dispute_, statement=statement, edition=Edition.PLATFORM)
    return check_wording(texts, rules=rules or (LIAR,), values=values(dispute_))


def test_a_finding_says_where_and_what() -> None:
    (one,) = found("买家是骗子。")
    assert (one.field, one.text, one.start, one.end, one.severity) == ("statement", "骗子", 3, 5, "error")


def test_titles_claims_and_notes_on_pictures_are_read_too() -> None:
    note = Note(page=1, box=Box(0, 0, 1, 1), text="骗子的话")
    item = exhibit(
        "chat", "chat_record", title="恶意买家聊天", proves="骗子", notes="骗子", source="骗子", edits=(note,)
    )
    texts = outgoing_texts(dispute(item, title="骗子"), statement="", edition=Edition.PLATFORM)
    places = [one.field for one in check_wording(texts, rules=(LIAR,), values=values(dispute()))]
    assert places == [
        "case.title",
        *(f"evidence.chat.{part}" for part in ("title", "proves", "source", "notes", "edits[0].text")),
    ]


def test_numbers_on_badges_and_file_names_are_no_sentences() -> None:
    badge = NumberMark(page=1, at=Point(0.5, 0.5), label="1")
    item = exhibit("chat", "chat_record", files=("1.png",), edits=(badge,))
    texts = outgoing_texts(dispute(item), statement="", edition=Edition.PLATFORM)
    assert check_wording(texts, rules=(tone(r"^1"),), values=values(dispute())) == ()


def test_what_is_left_out_or_meant_for_another_edition_is_not_read() -> None:
    note = Note(page=1, box=Box(0, 0, 1, 1), text="骗子", editions=frozenset({Edition.INTERNAL}))
    case = dispute(
        exhibit("a", "chat_record", title="骗子", include=False),
        exhibit("b", "chat_record", title="聊天", edits=(note,)),
    )
    texts = outgoing_texts(case, statement="", edition=Edition.PLATFORM)
    assert check_wording(texts, rules=(LIAR,), values=values(case)) == ()


def test_a_citation_is_never_taken_for_words() -> None:
    assert found("签收[[evidence:骗子]]。") == ()


def test_of_matches_inside_one_another_the_widest_stays() -> None:
    assert [one.text for one in found("他是恶意买家。", tone("恶意"), tone("恶意买家"))] == ["恶意买家"]


def test_findings_stand_in_the_order_of_the_text() -> None:
    assert [one.text for one in found("流氓，骗子。", tone("骗子"), tone("流氓"))] == ["流氓", "骗子"]


@pytest.mark.parametrize("before", ["买家称：", "买家留言写道", "聊天原话为"])
def test_quoting_somebodys_words_is_at_most_a_warning(before: str) -> None:
    (one,) = found(f"{before}“你们是骗子”。")
    assert one.severity == "warning"


def test_scare_quotes_are_no_quotation() -> None:
    (one,) = found("这位“骗子”又来了。")
    assert one.severity == "error"


def test_a_suggestion_is_filled_from_confirmed_facts() -> None:
    rule = tone("早就签收了", "已于 {signed_at} 签收")
    (one,) = found("早就签收了", rule, facts={"signed_at": at("04 11:06")})
    assert one.suggestion == "已于 2024-11-04 11:06 签收"


def test_a_suggestion_that_lacks_its_fact_is_deletion() -> None:
    (one,) = found("早就签收了", tone("早就签收了", "已于 {signed_at} 签收"))
    assert one.suggestion == ""


def test_following_a_suggestion_removes_the_finding() -> None:
    text = "恶意买家多次退款。"
    (one,) = found(text, tone("恶意买家", "买家"))
    fixed = text[: one.start] + one.suggestion + text[one.end :]
    assert found(fixed, tone("恶意买家", "买家")) == ()


def test_a_rule_that_matches_nothing_long_is_harmless() -> None:
    assert found("签收", tone(r"x*")) == ()
    assert re.compile(r"x*").match("签收")
