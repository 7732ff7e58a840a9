"""Working days in China: statutory holidays off, the weekends worked in exchange on."""

from datetime import date

__all__ = ["calendar_covers", "is_workday"]

_SATURDAY = 5


def calendar_covers(day: date) -> bool:
    """Tell whether the holiday calendar reaches that year; beyond it working days are merely Monday to Friday."""
    return _worked(day) is not None


def is_workday(day: date) -> bool:
    """Tell whether a day is worked in mainland China; Monday to Friday where calendar_covers() says no."""
    worked = _worked(day)
    return day.weekday() < _SATURDAY if worked is None else worked


def _worked(day: date) -> bool | None:
    # loaded when first asked: most cases state their deadline
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        # the State Council announces a year's holidays in the autumn before it
        return None
