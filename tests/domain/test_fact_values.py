"""Values: how they are read, kept and shown."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import at

from evidence_desk.domain.comparing import same_value
from evidence_desk.domain.facts import CHINA, YEARS, FactType, FactValue, parse_value, show_value, store_value


@pytest.mark.parametrize(
    ("raw", "kind", "expected"),
    [
        ("129.00", FactType.AMOUNT, Decimal("129.00")),
        ("129", FactType.AMOUNT, Decimal("129.00")),
        (129, FactType.AMOUNT, Decimal("129.00")),
        (12.5, FactType.AMOUNT, Decimal("12.50")),
        ("¥1,299.00", FactType.AMOUNT, Decimal("1299.00")),
        ("12.00 元", FactType.AMOUNT, Decimal("12.00")),
        ("1.26", FactType.WEIGHT, Decimal("1.260")),
        ("1.260 kg", FactType.WEIGHT, Decimal("1.260")),
        ("1.26千克", FactType.WEIGHT, Decimal("1.260")),
        ("6", FactType.NUMBER, 6),
        (6, FactType.NUMBER, 6),
        ("2024-11-04T11:06", FactType.TIME, at("04 11:06")),
        ("2024-11-04 11:06:00+08:00", FactType.TIME, at("04 11:06")),
        ("2024-11-04T03:06:00Z", FactType.TIME, at("04 11:06")),
        (datetime(2024, 11, 4, 11, 6), FactType.TIME, at("04 11:06")),  # noqa: DTZ001
        ("2024-11-04", FactType.DATE, date(2024, 11, 4)),
        (date(2024, 11, 4), FactType.DATE, date(2024, 11, 4)),
        ("2024-11-04T11:06", FactType.DATE, date(2024, 11, 4)),
        # the day is China's, whatever zone the time is written in
        (datetime(2024, 11, 3, 18, 0, tzinfo=UTC), FactType.DATE, date(2024, 11, 4)),
        ("  圆通 ", FactType.TEXT, "圆通"),
        (12345, FactType.TEXT, "12345"),
    ],
)
def test_values_are_read_by_their_type(raw: object, kind: FactType, expected: FactValue) -> None:
    found = parse_value(raw, kind)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("12.005", FactType.AMOUNT),
        ("1.2605", FactType.WEIGHT),
        ("-1", FactType.AMOUNT),
        ("NaN", FactType.AMOUNT),
        ("1e30", FactType.AMOUNT),
        ("十二元", FactType.AMOUNT),
        # a year that is a slip of the pen, and moments to which no window can be added
        ("0204-11-04 11:06", FactType.TIME),
        ("9999-12-31T23:59:59-12:00", FactType.TIME),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), FactType.TIME),
        (date(3000, 1, 1), FactType.DATE),
        ("9999-12-31T23:59:59-12:00", FactType.DATE),
        (True, FactType.AMOUNT),
        (None, FactType.AMOUNT),
        ("1.5", FactType.NUMBER),
        (True, FactType.NUMBER),
        (1.5, FactType.NUMBER),
        (-1, FactType.NUMBER),
        (10**15, FactType.NUMBER),
        ("尚未判定", FactType.TIME),
        ("2024-11-04", FactType.TIME),
        (date(2024, 11, 4), FactType.TIME),
        ("2024-13-04T00:00", FactType.TIME),
        (5, FactType.TIME),
        ("11月4日", FactType.DATE),
        ("2024-02-30", FactType.DATE),
        (5, FactType.DATE),
        ("  ", FactType.TEXT),
        ([], FactType.TEXT),
        (True, FactType.CHOICE),
    ],
)
def test_what_is_no_value_is_refused(raw: object, kind: FactType) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_value(raw, kind)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (at("04 11:06"), None, "2024-11-04 11:06"),
        (datetime(2024, 11, 4, 3, 6, tzinfo=UTC), None, "2024-11-04 11:06"),
        (datetime(2024, 11, 4, 11, 6), None, "2024-11-04 11:06"),  # noqa: DTZ001
        (date(2024, 11, 4), None, "2024-11-04"),
        (Decimal("129.00"), FactType.AMOUNT, "¥129.00"),
        (Decimal("1.260"), FactType.WEIGHT, "1.260 kg"),
        (6, FactType.NUMBER, "6"),
        ("圆通", None, "圆通"),
    ],
)
def test_values_are_shown_as_the_packet_prints_them(value: FactValue, kind: FactType | None, shown: str) -> None:
    assert show_value(value, kind) == shown


_VALUES: dict[FactType, st.SearchStrategy[Any]] = {
    FactType.AMOUNT: st.decimals(0, 10**9, places=2),
    FactType.WEIGHT: st.decimals(0, 10**6, places=3),
    FactType.NUMBER: st.integers(0, 10**12 - 1),
    FactType.DATE: st.dates(date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31)),
    FactType.TIME: st.datetimes(
        min_value=datetime(2000, 1, 1),  # noqa: DTZ001
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([CHINA, UTC, timezone(timedelta(hours=-5))]),
    ),
    FactType.TEXT: st.text(min_size=1).map(str.strip).filter(bool),
}
_typed = st.sampled_from(list(_VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), _VALUES[kind]))


@given(_typed)
def test_a_value_comes_back_from_the_case_folder_as_it_went(typed: tuple[FactType, FactValue]) -> None:
    kind, value = typed
    assert parse_value(store_value(value), kind) == value


@given(_typed)
def test_a_value_is_the_same_as_itself(typed: tuple[FactType, FactValue]) -> None:
    kind, value = typed
    if kind is not FactType.TEXT or "*" not in str(value):
        assert same_value(value, value) is True


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (at("04 11:06"), date(2024, 11, 4), True),
        (at("04 11:06"), date(2024, 11, 5), False),
        (Decimal("12.00"), "12", True),
        (Decimal("12.00"), "十二", False),
        ("SF 1", "sf1", True),
        ("蓝*酸", "蓝莓不酸", None),
        ("红*酸", "蓝莓不酸", False),
    ],
)
def test_values_are_compared_by_what_they_mean(first: FactValue, second: FactValue, expected: bool | None) -> None:
    assert same_value(first, second) is expected
    assert same_value(second, first) is expected
