"""Working days follow the holiday calendar of mainland China."""

from datetime import date

import pytest

from evidence_desk.handbook import calendar_covers, is_workday


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 10, 1), False),  # National Day
        (date(2024, 10, 12), True),  # a Saturday worked in exchange
        (date(2024, 10, 13), False),
        (date(2025, 1, 28), False),  # Spring Festival
        (date(2025, 1, 26), True),  # a Sunday worked in exchange
        (date(2024, 11, 6), True),
    ],
)
def test_a_day_of_the_calendar(day: date, worked: bool) -> None:
    assert calendar_covers(day)
    assert is_workday(day) is worked


@pytest.mark.parametrize(("day", "worked"), [(date(2099, 1, 1), True), (date(2099, 1, 3), False)])
def test_beyond_the_calendar_it_is_monday_to_friday(day: date, worked: bool) -> None:
    assert not calendar_covers(day)
    assert is_workday(day) is worked
