"""When a window closes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import at, weekday

from evidence_desk.domain.cases import Stage
from evidence_desk.domain.deadlines import Window, due_at
from evidence_desk.domain.facts import CHINA


def window(amount: int, unit: str, **more: object) -> Window:
    given_ = {"stage": Stage.EVIDENCE, "source": "规则", "as_of": "2025-07", "confidence": "A"} | more
    return Window(amount=amount, unit=unit, **given_)  # type: ignore[arg-type]  # made up anew


def due(amount: int, unit: str, start: datetime, **more: object) -> datetime:
    return due_at(window(amount, unit, **more), start, is_workday=weekday)


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        # JD's own example: asked at 14:01, four hours, due 09:01 next day
        ("06 14:01", 4, "07 09:01"),
        ("06 14:00", 4, "06 18:00"),
        ("06 08:00", 4, "06 13:00"),
        ("06 20:00", 4, "07 13:00"),
        ("06 18:00", 1, "07 10:00"),
        ("06 09:00", 9, "06 18:00"),
        ("06 09:00", 10, "07 10:00"),
        # weekends count unless the window says otherwise
        ("08 17:00", 4, "09 12:00"),
    ],
)
def test_working_hours_count_only_inside_the_day(start: str, amount: int, expected: str) -> None:
    assert due(amount, "working_hours", at(start)) == at(expected)


def test_working_hours_skip_weekends_only_where_the_window_says_so() -> None:
    assert due(4, "working_hours", at("08 17:00"), workdays_only=True) == at("11 12:00")
    assert due(4, "working_hours", at("09 10:00"), workdays_only=True) == at("11 13:00")


def test_a_day_may_end_at_midnight() -> None:
    assert due(3, "working_hours", at("06 22:00"), daily_to="24:00") == at("07 10:00")


def test_natural_days_end_at_the_same_clock_time() -> None:
    assert due(3, "natural_days", at("06 14:01")) == at("09 14:01")


def test_hours_are_plain_hours() -> None:
    assert due(48, "hours", at("08 17:00")) == at("10 17:00")


@pytest.mark.parametrize(
    ("start", "expected"), [("06 14:01", 11), ("08 10:00", 13), ("09 10:00", 13), ("10 10:00", 13)]
)
def test_working_days_end_with_the_last_of_them(start: str, expected: int) -> None:
    assert due(3, "working_days", at(start)) == datetime(2024, 11, expected, 23, 59, 59, tzinfo=CHINA)


def test_a_holiday_is_no_working_day() -> None:
    holiday = {date(2024, 11, 7), date(2024, 11, 8)}
    found = due_at(
        window(1, "working_days"), at("06 10:00"), is_workday=lambda day: weekday(day) and day not in holiday
    )
    assert found.date() == date(2024, 11, 11)


@pytest.mark.parametrize("unit", ["hours", "natural_days", "working_days", "working_hours"])
def test_the_zone_of_the_start_does_not_matter(unit: str) -> None:
    # 18:30 UTC is 02:30 of the next day in China
    start = datetime(2024, 11, 5, 18, 30, tzinfo=UTC)
    assert due(4, unit, start) == due(4, unit, start.astimezone(CHINA))
    assert due(4, unit, start).utcoffset() == timedelta(hours=8)


def test_a_naive_start_is_chinas() -> None:
    assert due(48, "hours", datetime(2024, 11, 6, 9, 30)) == at("08 09:30")  # noqa: DTZ001


@pytest.mark.parametrize(
    "hours", [{"daily_from": "18:00", "daily_to": "09:00"}, {"daily_to": "25:00"}, {"daily_from": "x"}]
)
def test_daily_hours_that_are_none_are_refused(hours: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"daily hours|no time of day"):
        due(4, "working_hours", at("06 10:00"), **hours)


@pytest.mark.parametrize("unit", ["working_days", "working_hours"])
def test_a_calendar_without_working_days_ends_in_an_error(unit: str) -> None:
    with pytest.raises(ValueError, match="ten years"):
        due_at(window(1, unit, workdays_only=True), at("06 10:00"), is_workday=lambda day: False)


_windows = st.builds(
    window,
    st.integers(min_value=1, max_value=200),
    st.sampled_from(["hours", "working_hours", "natural_days", "working_days"]),
    workdays_only=st.booleans(),
    daily_from=st.sampled_from(["00:00", "08:30", "09:00"]),
    daily_to=st.sampled_from(["17:30", "18:00", "24:00"]),
)
_starts = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001
    max_value=datetime(2026, 1, 1),  # noqa: DTZ001
    timezones=st.just(CHINA),
)


@given(_windows, _starts)
def test_a_window_closes_after_it_opens(given_: Window, start: datetime) -> None:
    assert due_at(given_, start, is_workday=weekday) > start


@given(_windows, _starts, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
def test_who_starts_later_is_due_no_earlier(given_: Window, start: datetime, later: timedelta) -> None:
    assert due_at(given_, start, is_workday=weekday) <= due_at(given_, start + later, is_workday=weekday)


@given(_windows, _starts)
def test_a_longer_window_closes_later(given_: Window, start: datetime) -> None:
    longer = window(
        given_.amount + 1,
        given_.unit,
        workdays_only=given_.workdays_only,
        daily_from=given_.daily_from,
        daily_to=given_.daily_to,
    )
    assert due_at(given_, start, is_workday=weekday) < due_at(longer, start, is_workday=weekday)


@given(_windows.filter(lambda one: one.unit == "working_hours"), _starts)
def test_working_hours_close_inside_the_day(given_: Window, start: datetime) -> None:
    found = due_at(given_, start, is_workday=weekday)
    clock = timedelta(hours=found.hour, minutes=found.minute, seconds=found.second, microseconds=found.microsecond)
    opens, closes = (
        timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in (given_.daily_from, given_.daily_to)
    )
    assert opens < clock <= closes or (given_.daily_to == "24:00" and clock == timedelta(0))


@given(_windows.filter(lambda one: one.unit == "working_hours"), _starts)
def test_working_hours_used_up_are_as_many_as_the_window_has(given_: Window, start: datetime) -> None:
    end = due_at(given_, start, is_workday=weekday)
    opens, closes = (
        timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in (given_.daily_from, given_.daily_to)
    )
    used, day = timedelta(0), start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= end:
        if weekday(day.date()) or not given_.workdays_only:
            used += max(min(end, day + closes) - max(start, day + opens), timedelta(0))
        day += timedelta(days=1)
    assert used == timedelta(hours=given_.amount)
