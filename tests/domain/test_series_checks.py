"""Checks that go through the exhibits of one kind."""

from datetime import date
from typing import Any

import pytest
from tests.domain.dispute import at, dispute, exhibit, values

from evidence_desk.domain import checks
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.series import judge_series
from evidence_desk.domain.verdicts import Verdict

_TEXT: dict[str, Any] = {"id": "c", "failed": "不符"}
COVERS = checks.Covers(kind="brand_authorization", fact="paid_at", **_TEXT)
CHAIN = checks.ChainUnbroken(kind="brand_authorization", end="shop", **_TEXT)
ASCENDING = checks.Ascending(kind="chat_record", field="session_from", **_TEXT)


def letter(id: str, **fields: Any) -> Evidence:
    return exhibit(id, "brand_authorization", **fields)


def covers(*letters: Evidence) -> Verdict:
    return judge_series(COVERS, values(dispute(*letters, facts={"paid_at": at("04 10:00")}))).verdict


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 11, 4), date(2024, 11, 4), True),
        (date(2024, 11, 5), date(2024, 12, 31), False),
        (date(2024, 1, 1), date(2024, 11, 3), False),
        (date(2024, 1, 1), "长期", True),
        (date(2024, 1, 1), "见附件", None),
        (date(2024, 11, 5), "长期", False),
        (None, date(2024, 11, 3), False),
        (None, date(2024, 11, 4), True),
    ],
)
def test_a_letter_has_to_cover_the_day(start: object, end: object, expected: bool) -> None:
    fields = {"valid_from": start, "valid_to": end}
    assert covers(letter("a", **{key: value for key, value in fields.items() if value})).holds is expected


def test_only_the_letters_that_do_not_cover_the_day_disagree() -> None:
    verdict = covers(letter("good", valid_to="2025-01-01"), letter("old", valid_to="2024-01-01"), letter("undated"))
    assert verdict == Verdict(False, ("paid_at",), ("old",))


def test_letters_without_validity_leave_the_question_open() -> None:
    assert covers(letter("a")).holds is None


def test_a_letter_left_out_is_not_asked() -> None:
    assert covers(letter("a", valid_to="2024-01-01", include=False)).holds is None


def chain(*letters: Evidence, shop: str = "丙商行") -> Verdict:
    return judge_series(CHAIN, values(dispute(*letters, shop=shop))).verdict


A_TO_B = letter("ab", grantor="甲公司", grantee="乙（杭州）公司")
B_TO_C = letter("bc", grantor="乙(杭州) 公司", grantee="丙商行")


def test_a_chain_without_a_gap_reaches_the_shop() -> None:
    assert chain(A_TO_B, B_TO_C).holds is True


def test_a_gap_names_both_letters_beside_it() -> None:
    other = letter("xc", grantor="丁公司", grantee="丙商行")
    assert chain(A_TO_B, other) == Verdict(False, ("grantor", "grantee", "shop"), ("ab", "xc"))


def test_a_chain_that_ends_elsewhere_is_broken() -> None:
    assert chain(A_TO_B, B_TO_C, shop="别家").evidence == ("bc",)


def test_a_chain_with_an_unknown_end_is_undecided() -> None:
    assert chain(A_TO_B, B_TO_C, shop="").holds is None


def test_a_letter_without_a_giver_leaves_the_chain_undecided() -> None:
    assert chain(A_TO_B, letter("c", grantee="丙商行")).holds is None


def test_no_letter_at_all_is_undecided() -> None:
    assert chain().holds is None


def test_one_letter_is_a_chain_only_where_its_end_is_known() -> None:
    alone = checks.ChainUnbroken(kind="brand_authorization", **_TEXT)
    assert judge_series(alone, values(dispute(A_TO_B))).verdict.holds is None
    assert chain(B_TO_C).holds is True


def ascending(*times: str | None) -> Verdict:
    chats = [exhibit(f"c{n}", "chat_record", **({"session_from": at(t)} if t else {})) for n, t in enumerate(times)]
    return judge_series(ASCENDING, values(dispute(*chats))).verdict


def test_times_in_order_ascend() -> None:
    assert ascending("01 10:00", "01 10:00", "02 09:00").holds is True


def test_times_out_of_order_name_both_exhibits() -> None:
    assert ascending("01 10:00", "03 10:00", "02 09:00") == Verdict(False, ("session_from",), ("c1", "c2"))


@pytest.mark.parametrize("times", [("01 10:00",), ("01 10:00", None), ()])
def test_too_few_times_are_undecided(times: tuple[str | None, ...]) -> None:
    assert ascending(*times).holds is None


def test_a_missing_time_does_not_hide_one_out_of_order() -> None:
    assert ascending("03 10:00", None, "02 09:00").holds is False
