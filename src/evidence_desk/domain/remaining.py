"""How long a case leaves: what it states itself, else the best window that is known, with the ground for it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.deadlines import Window, due_at
from evidence_desk.domain.facts import aware
from evidence_desk.domain.platforms import Platform
from evidence_desk.domain.playbook import Playbook
from evidence_desk.domain.readiness import DeadlineState
from evidence_desk.errors import Words

__all__ = ["best_window", "deadline_state"]

_UNITS = {
    "hours": Words("小时", "hours"),
    "working_hours": Words("个工作小时", "working hours"),
    "natural_days": Words("个自然日", "natural days"),
    "working_days": Words("个工作日", "working days"),
}


def best_window(playbook: Playbook, platform: Platform, stage: Stage) -> Window | None:
    """Give the window that fits a stage most closely, the playbook's own before the platform's among equals."""
    fitting: list[tuple[int, Window]] = []
    for windows, own in ((playbook.windows, True), (platform.windows, False)):
        for window in windows:
            fits = window.platform in ("", platform.id) and window.complaint in ("", playbook.id)
            if window.stage is stage and fits:
                closeness = bool(window.platform or not own) + bool(window.complaint or own)
                fitting.append((-closeness, window))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def deadline_state(
    case: Case, *, playbook: Playbook, platform: Platform, now: datetime, is_workday: Callable[[date], bool]
) -> DeadlineState:
    """Say when the stage ends: as the case states it, counted from when the complaint was received, or unknown."""
    if case.deadline is not None:
        return _state(case.deadline, now, Words("案件写明的截止时间", "stated in the case"))
    window = best_window(playbook, platform, case.stage)
    if window is None:
        return _state(None, now, Words("没有查到这一阶段的时限，请以平台页面为准", "no window is known for this stage"))
    amount = Words(f"{window.amount} {_UNITS[window.unit].zh}", f"{window.amount} {_UNITS[window.unit].en}")
    sure = Words("", "") if window.confidence == "A" else Words("，未经平台官方页面核实", ", not verified officially")
    ground = Words(
        f"时限 {amount.zh}（依据：{window.source}，{window.as_of}{sure.zh}）",
        f"window of {amount.en} (source: {window.source}, {window.as_of}{sure.en})",
    )
    if case.received_at is None:
        return _state(
            None, now, Words(f"{ground.zh}；未填收到投诉的时间，无法推算", f"{ground.en}; received_at is not given")
        )
    due = due_at(window, case.received_at, is_workday=is_workday)
    return _state(due, now, Words(f"自收到投诉起算，{ground.zh}", f"counted from receipt, {ground.en}"))


def _state(due: datetime | None, now: datetime, basis: Words) -> DeadlineState:
    if due is None:
        return DeadlineState(None, None, False, basis)
    left = aware(due) - aware(now)
    return DeadlineState(aware(due), int(left.total_seconds()), left < timedelta(0), basis)
