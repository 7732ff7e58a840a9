"""Readiness of a case: everything `check` says, measured in one go and explained."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from evidence_desk.domain.cases import Case
from evidence_desk.domain.checking import CheckResults, run_checks
from evidence_desk.domain.citing import check_citations
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.fields import CaseValues
from evidence_desk.domain.leaking import check_leaks
from evidence_desk.domain.outgoing import outgoing_texts
from evidence_desk.domain.platforms import Channel, Platform
from evidence_desk.domain.playbook import EvidenceKind, Playbook, Position, ToneRule
from evidence_desk.domain.readiness import (
    Contradiction,
    Leak,
    PositionState,
    Readiness,
    RequirementState,
    UncitedItem,
    WordingFinding,
)
from evidence_desk.domain.remaining import deadline_state
from evidence_desk.domain.reporting import report
from evidence_desk.domain.requiring import judge_requirements
from evidence_desk.domain.statement import PLACEHOLDER
from evidence_desk.domain.wording import check_wording
from evidence_desk.errors import Words

__all__ = ["assess", "missing_facts"]


def assess(
    case: Case,
    *,
    playbook: Playbook,
    platform: Platform,
    channel: Channel,
    kinds: Mapping[str, EvidenceKind],
    fact_keys: Mapping[str, FactKey],
    tone_rules: tuple[ToneRule, ...],
    statement: str,
    now: datetime,
    is_workday: Callable[[date], bool],
    edition: Edition = Edition.PLATFORM,
) -> Readiness:
    """Measure a case with its statement against its playbook; the same input gives the same answer.

    `fact_keys` are the vocabulary with the playbook's own keys. Raises KeyError for a position the playbook lacks.
    """
    position = playbook.position(case.position)
    values = CaseValues(case, kinds, fact_keys)
    results = run_checks(
        case, playbook=playbook, position=position.id, platform=platform.id, kinds=kinds, fact_keys=fact_keys
    )
    requirements = judge_requirements(
        values,
        requirements=playbook.requirements_for(position.id, platform.id),
        distrust=_distrust(results, values),
    )
    texts = tuple(outgoing_texts(case, statement=statement, edition=edition))
    missing = missing_facts(values, position=position, statement=statement)
    wording = check_wording(texts, rules=tone_rules, values=values)
    citations = check_citations(statement, case)
    leaks = check_leaks(case, statement=statement, edition=edition)
    readiness = Readiness(
        ready=_ready(requirements, missing, results.contradictions, wording, citations, leaks)
        and not PLACEHOLDER.search(statement),
        position=PositionState(position.id, position.name, case.position is None),
        requirements=requirements,
        missing_facts=missing,
        contradictions=results.contradictions,
        cross_checks=results.cross_checks,
        wording=wording,
        citations=citations,
        leaks=leaks,
        deadline=deadline_state(case, playbook=playbook, platform=platform, now=now, is_workday=is_workday),
        findings=(),
    )
    return report(readiness, values=values, channel=channel, statement=statement, now=now)


def missing_facts(values: CaseValues, *, position: Position, statement: str) -> tuple[str, ...]:
    """Give the keys of what is still to fill in: the position's facts without a confirmed value, then what the
    statement leaves open (【待填：运单号】), by key where the name is one of the vocabulary's, else by that name."""
    keys = [key for key in position.facts if values.confirmed(key) is None]
    by_name = {key.name: key.key for key in values.fact_keys.values()}
    for mark in PLACEHOLDER.finditer(statement):
        what, name = mark[0].strip("【】").split("：", 1)
        # 待补 asks for an exhibit, not for a value.
        if what == "待填":
            keys.append(by_name.get(name.strip(), name.strip()))
    return tuple(dict.fromkeys(keys))


def _distrust(results: CheckResults, values: CaseValues) -> Mapping[str, Words]:
    """Why an exhibit satisfies nothing, as a clause: “的运单号与别处不一致”."""
    reasons: dict[str, Words] = {}
    for one in results.contradictions:
        if one.level == "error":
            names = "、".join(values.name_of(key) for key in one.facts)
            agree = "与别处不一致" if one.rule == "equal_across" else "未通过核对"
            keys = ", ".join(one.facts)
            reason = Words(f"的{names}{agree}", f"contradicts in {keys} ({one.check})")
            for evidence in one.evidence:
                reasons.setdefault(evidence, reason)
    return reasons


def _ready(
    requirements: tuple[RequirementState, ...],
    missing: tuple[str, ...],
    contradictions: tuple[Contradiction, ...],
    wording: tuple[WordingFinding, ...],
    citations: tuple[UncitedItem, ...],
    leaks: tuple[Leak, ...],
) -> bool:
    return (
        all(one.satisfied for one in requirements if one.level == "required")
        and not missing
        and not any(one.level == "error" for one in contradictions)
        and not any(one.severity == "error" for one in wording)
        and not any(one.kind == "unknown" for one in citations)
        and not leaks
    )
