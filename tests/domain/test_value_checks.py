"""Checks on facts: each holds, fails, or cannot be decided."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import ORDER, at, dispute, exhibit, fact, kg, values

from evidence_desk.domain import checks
from evidence_desk.domain.facts import CHINA
from evidence_desk.domain.verdicts import judge_values

_TEXT: dict[str, Any] = {"id": "c", "failed": "不符"}


def holds(check: Any, *, platform: str = "pinduoduo", **facts: Any) -> bool | None:
    heads = {key: facts.pop(key) for key in ("buyer", "order_no") if key in facts}
    case = dispute(facts=facts, **heads)
    return judge_values(check, values(case), platform=platform).holds


NOT_BEFORE = checks.NotBefore(earlier="picked_up_at", later="signed_at", **_TEXT)
STRICT = checks.NotBefore(earlier="picked_up_at", later="signed_at", strict=True, **_TEXT)


@pytest.mark.parametrize(
    ("check", "earlier", "later", "expected"),
    [
        (NOT_BEFORE, at("01 18:42"), at("04 11:06"), True),
        (NOT_BEFORE, at("04 11:06"), at("04 11:06"), True),
        (NOT_BEFORE, at("04 11:07"), at("04 11:06"), False),
        (STRICT, at("04 11:06"), at("04 11:06"), False),
        (STRICT, at("04 11:05"), at("04 11:06"), True),
        # the same moment written in another zone
        (STRICT, datetime(2024, 11, 4, 3, 6, tzinfo=UTC), at("04 11:06"), False),
        # naive times are China's
        (NOT_BEFORE, datetime(2024, 11, 4, 11, 6), at("04 11:06"), True),  # noqa: DTZ001
        (NOT_BEFORE, datetime(2024, 11, 4, 11, 7), at("04 11:06"), False),  # noqa: DTZ001
    ],
)
def test_not_before_compares_moments(
    check: checks.NotBefore, earlier: datetime, later: datetime, expected: bool
) -> None:
    assert holds(check, picked_up_at=earlier, signed_at=later) is expected


@pytest.mark.parametrize(
    ("strict", "earlier", "later", "expected"),
    [
        (False, date(2024, 11, 4), date(2024, 11, 4), True),
        (True, date(2024, 11, 4), date(2024, 11, 4), False),
        (False, date(2024, 11, 5), date(2024, 11, 4), False),
        (False, date(2024, 11, 4), at("04 00:00"), True),
        (False, at("04 23:00"), date(2024, 11, 4), True),
        (True, date(2024, 11, 4), at("04 11:06"), None),
        (True, date(2024, 11, 3), at("04 11:06"), True),
    ],
)
def test_not_before_compares_a_date_as_a_whole_day(strict: bool, earlier: date, later: date, expected: bool) -> None:
    check = checks.NotBefore(earlier="notice_from", later="at", strict=strict, **_TEXT)
    assert holds(check, notice_from=earlier, at=later) is expected


def test_the_day_of_a_time_is_chinas() -> None:
    check = checks.NotBefore(earlier="at", later="notice_to", **_TEXT)
    late_in_china = datetime(2024, 11, 4, 16, 30, tzinfo=UTC)
    assert holds(check, at=late_in_china, notice_to=date(2024, 11, 4)) is False


@pytest.mark.parametrize("missing", ["picked_up_at", "signed_at"])
def test_a_check_without_its_values_is_undecided(missing: str) -> None:
    facts: dict[str, Any] = {"picked_up_at": at("04 11:06"), "signed_at": at("01 18:42")}
    assert holds(NOT_BEFORE, **{key: value for key, value in facts.items() if key != missing}) is None


def test_a_time_that_is_not_yet_known_leaves_a_check_undecided() -> None:
    check = checks.NotBefore(earlier="transferred_at", later="ruled_at", **_TEXT)
    assert holds(check, transferred_at=at("04 09:31"), ruled_at="尚未判定") is None


@pytest.mark.parametrize(("paid", "expected"), [("11.99", False), ("12.00", True), ("12.01", True)])
def test_at_least_compares_with_another_fact(paid: str, expected: bool) -> None:
    check = checks.AtLeast(fact="paid_amount", minimum="promised_amount", **_TEXT)
    assert holds(check, paid_amount=kg(paid), promised_amount=kg("12.00")) is expected


@pytest.mark.parametrize(("count", "expected"), [(1, False), (2, True)])
def test_at_least_compares_with_a_plain_number(count: int, expected: bool) -> None:
    assert holds(checks.AtLeast(fact="quantity", value="2", **_TEXT), quantity=count) is expected


@pytest.mark.parametrize(("refund", "expected"), [("129.00", True), ("129.01", False)])
def test_at_most_compares_with_another_fact(refund: str, expected: bool) -> None:
    check = checks.AtMost(fact="refund_amount", maximum="order_amount", **_TEXT)
    assert holds(check, refund_amount=kg(refund), order_amount=kg("129.00")) is expected


def test_an_amount_is_not_compared_with_words() -> None:
    assert holds(checks.AtLeast(fact="carrier", value="2", **_TEXT), carrier="圆通速递") is None


@pytest.mark.parametrize(("hours", "expected"), [(-1, False), (0, True), (24, True), (25, False)])
def test_within_wants_the_end_after_the_start_and_soon(hours: int, expected: bool) -> None:
    check = checks.Within(start="picked_up_at", end="signed_at", hours=24, **_TEXT)
    start = at("01 18:42")
    assert holds(check, picked_up_at=start, signed_at=start + timedelta(hours=hours)) is expected


@pytest.mark.parametrize(("hours", "expected"), [(23, False), (24, True)])
def test_longer_than_wants_time_to_pass(hours: int, expected: bool) -> None:
    check = checks.LongerThan(start="picked_up_at", end="signed_at", hours=24, **_TEXT)
    start = at("01 18:42")
    assert holds(check, picked_up_at=start, signed_at=start + timedelta(hours=hours)) is expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [(date(2024, 11, 1), None), (date(2024, 11, 2), None), (date(2024, 11, 3), False), (date(2024, 10, 31), False)],
)
def test_a_span_that_ends_on_a_date_is_decided_only_where_any_hour_of_it_agrees(end: date, expected: bool) -> None:
    check = checks.Within(start="picked_up_at", end="end", hours=24, **_TEXT)
    assert holds(check, picked_up_at=at("01 18:42"), end=end) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("03 23:59", False), ("04 00:00", True), ("08 23:59", True), ("09 00:00", False)],
)
def test_between_includes_both_days(moment: str, expected: bool) -> None:
    check = checks.Between(fact="promised", start="notice_from", end="notice_to", **_TEXT)
    given: dict[str, Any] = {"notice_from": date(2024, 11, 4), "notice_to": date(2024, 11, 8)}
    assert holds(check, promised=at(moment), **given) is expected


def test_between_with_one_open_end_fails_on_the_other_and_never_passes() -> None:
    check = checks.Between(fact="promised", start="notice_from", end="notice_to", **_TEXT)
    assert holds(check, promised=at("03 10:00"), notice_from=date(2024, 11, 4)) is False
    assert holds(check, promised=at("05 10:00"), notice_from=date(2024, 11, 4)) is None


@pytest.mark.parametrize(
    ("arrival", "expected"), [("1.210", True), ("1.209", False), ("1.310", True), ("1.311", False)]
)
def test_weights_agree_up_to_the_tolerance(arrival: str, expected: bool) -> None:
    check = checks.WeightsAgree(first="weight_pickup_kg", second="weight_arrival_kg", **_TEXT)
    assert holds(check, weight_pickup_kg=kg("1.260"), weight_arrival_kg=kg(arrival)) is expected


@pytest.mark.parametrize(("weight", "expected"), [("0.030", False), ("0.050", True), ("0.138", True)])
def test_a_piece_lighter_than_the_scales_err_proves_nothing(weight: str, expected: bool) -> None:
    check = checks.ProvesNothingWhen(fact="weight_missing_kg", less_than="0.050", **_TEXT)
    assert holds(check, weight_missing_kg=kg(weight)) is expected


@pytest.mark.parametrize(("said", "expected"), [("本人", True), ("驿站", False)])
def test_one_of_wants_a_listed_value(said: str, expected: bool) -> None:
    assert holds(checks.OneOf(fact="sign_method", values=("本人",), **_TEXT), sign_method=said) is expected
    forbidden = checks.OneOf(fact="sign_method", values=("本人",), forbidden=True, **_TEXT)
    assert holds(forbidden, sign_method=said) is not expected


@pytest.mark.parametrize(
    ("signer", "expected"), [("王**", True), ("王小明", True), ("李**", False), ("本人", None), ("驿站", False)]
)
def test_names_are_matched_as_far_as_masks_show(signer: str, expected: bool | None) -> None:
    check = checks.NamesMatch(first="signer", second="payee", **_TEXT)
    assert holds(check, signer=signer, payee="王小明") is expected


@pytest.mark.parametrize(
    ("buyer", "expected"), [("王小明", True), ("李小明", False), ("蓝莓不酸", None), ("t**8", None), ("", None)]
)
def test_a_nickname_never_contradicts_a_signer(buyer: str, expected: bool | None) -> None:
    assert holds(checks.NamesMatch(first="signer", second="buyer", **_TEXT), buyer=buyer, signer="王**") is expected


@pytest.mark.parametrize(
    ("order", "platform", "paid", "expected"),
    [
        (ORDER, "pinduoduo", at("01 10:20"), True),
        (ORDER, "pinduoduo", at("03 10:20"), False),
        (ORDER, "pinduoduo", datetime(2024, 10, 31, 10, 20, tzinfo=CHINA), False),
        # paid a moment after midnight
        (ORDER, "pinduoduo", at("02 00:20"), None),
        # the number's form alone gives it away
        (ORDER, "generic", at("03 10:20"), False),
        ("241101283917465092837", "pinduoduo", at("03 10:20"), False),
        # a Taobao number that happens to begin like a date
        ("2411012839174650928", "taobao", at("03 10:20"), None),
        ("249901-283917465092837", "pinduoduo", at("03 10:20"), None),
        ("317264905183", "jd", at("03 10:20"), None),
    ],
)
def test_an_order_number_begins_with_its_day(order: str, platform: str, paid: datetime, expected: bool | None) -> None:
    assert holds(checks.OrderDate(**_TEXT), platform=platform, order_no=order, paid_at=paid) is expected


def test_a_check_names_the_exhibits_that_carry_its_values() -> None:
    case = dispute(
        exhibit("trace", "tracking_trace", picked_up_at=at("01 18:42")),
        exhibit("slip", "sign_off_proof", signed_at=at("04 11:06")),
        exhibit("other", "red_seal_cert", signed_at=at("04 15:00")),
        facts={"picked_up_at": at("01 18:42"), "signed_at": fact("signed_at", at("04 11:06"), "photo")},
    )
    assert judge_values(NOT_BEFORE, values(case), platform="jd").evidence == ("trace", "slip")


_moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([CHINA, UTC, timezone(timedelta(hours=-8))]),
)


@given(_moments, _moments)
def test_strictly_before_is_the_opposite_of_not_before_the_other_way(first: datetime, second: datetime) -> None:
    assert holds(STRICT, picked_up_at=first, signed_at=second) is not holds(
        NOT_BEFORE, picked_up_at=second, signed_at=first
    )


@given(_moments, _moments, st.integers(min_value=1, max_value=500))
def test_what_lasts_within_some_hours_does_not_last_longer(start: datetime, end: datetime, hours: int) -> None:
    within = checks.Within(start="picked_up_at", end="signed_at", hours=hours, **_TEXT)
    longer = checks.LongerThan(start="picked_up_at", end="signed_at", hours=hours + 1, **_TEXT)
    times: dict[str, Any] = {"picked_up_at": start, "signed_at": end}
    assert not (holds(within, **times) and holds(longer, **times))
