"""How long a case leaves, and on what ground."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.domain.dispute import NOW, PLATFORM, at, dispute, playbook, weekday

from evidence_desk.domain.cases import Stage
from evidence_desk.domain.deadlines import Window
from evidence_desk.domain.readiness import DeadlineState
from evidence_desk.domain.remaining import best_window, deadline_state


def window(hours: int, **more: Any) -> Window:
    given: dict[str, Any] = {"stage": Stage.EVIDENCE, "source": "规则", "as_of": "2025-07", "confidence": "A"}
    return Window(amount=hours, unit="hours", **(given | more))


def state(
    case: Any, *, own: tuple[Window, ...] = (), platforms: tuple[Window, ...] = (), now: datetime = NOW
) -> DeadlineState:
    return deadline_state(
        case,
        playbook=playbook(windows=own),
        platform=replace(PLATFORM, windows=platforms),
        now=now,
        is_workday=weekday,
    )


def test_what_the_case_states_wins() -> None:
    case = dispute(deadline=at("07 09:30"), received_at=at("06 09:30"))
    found = state(case, own=(window(1),))
    assert (found.due, found.seconds_left, found.overdue) == (at("07 09:30"), 21 * 3600 + 1800, False)
    assert found.basis.zh == "案件写明的截止时间"


def test_otherwise_the_window_is_counted_from_receipt() -> None:
    found = state(dispute(received_at=at("06 09:30")), platforms=(window(48),))
    assert found.due == at("08 09:30")
    assert "48 小时" in found.basis.zh
    assert "规则" in found.basis.zh


@pytest.mark.parametrize(("confidence", "said"), [("A", False), ("C", True)])
def test_a_figure_that_nobody_verified_says_so(confidence: str, said: bool) -> None:
    found = state(dispute(received_at=at("06 09:30")), platforms=(window(48, confidence=confidence),))
    assert ("未经平台官方页面核实" in found.basis.zh) is said


def test_without_a_receipt_nothing_can_be_counted() -> None:
    found = state(dispute(), platforms=(window(48),))
    assert (found.due, found.seconds_left, found.overdue) == (None, None, False)
    assert "未填收到投诉的时间" in found.basis.zh


def test_without_a_window_nothing_is_invented() -> None:
    found = state(dispute(received_at=at("06 09:30")))
    assert found.due is None
    assert "没有查到" in found.basis.zh


def test_a_deadline_that_has_passed_is_overdue() -> None:
    found = state(dispute(deadline=at("06 11:59")))
    assert found.overdue
    assert found.seconds_left == -60
    assert not state(dispute(deadline=NOW)).overdue


def test_naive_times_are_chinas() -> None:
    naive = datetime(2024, 11, 7, 9, 30)  # noqa: DTZ001
    found = state(dispute(deadline=naive), now=datetime(2024, 11, 6, 9, 30))  # noqa: DTZ001
    assert found.due == at("07 09:30")
    assert found.seconds_left == timedelta(days=1).total_seconds()


OWN_HERE = window(1, platform="pinduoduo")
OWN_ANY = window(2)
PLATFORM_TYPE = window(3, complaint="not_received")
PLATFORM_ANY = window(4)


@pytest.mark.parametrize(
    ("own", "platforms", "expected"),
    [
        ((OWN_ANY, OWN_HERE), (PLATFORM_TYPE, PLATFORM_ANY), OWN_HERE),
        ((OWN_ANY,), (PLATFORM_ANY, PLATFORM_TYPE), PLATFORM_TYPE),
        ((OWN_ANY,), (PLATFORM_ANY,), OWN_ANY),
        ((), (PLATFORM_ANY,), PLATFORM_ANY),
        ((window(9, platform="jd"),), (window(9, complaint="damaged"), PLATFORM_ANY), PLATFORM_ANY),
        ((window(9, stage=Stage.APPEAL),), (), None),
    ],
)
def test_the_closest_window_is_taken(
    own: tuple[Window, ...], platforms: tuple[Window, ...], expected: Window | None
) -> None:
    found = best_window(playbook(windows=own), replace(PLATFORM, windows=platforms), Stage.EVIDENCE)
    assert found == expected
