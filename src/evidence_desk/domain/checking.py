"""Runs a playbook's checks: what contradicts, what may be said to agree, and what nobody can tell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evidence_desk.domain import checks
from evidence_desk.domain.cases import Case
from evidence_desk.domain.checks import Check, EqualAcross
from evidence_desk.domain.equality import Equality, always_equal, judge_equality, other_occasions
from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.fields import CaseValues
from evidence_desk.domain.playbook import EvidenceKind, Playbook
from evidence_desk.domain.readiness import Contradiction, CrossCheck
from evidence_desk.domain.series import judge_series
from evidence_desk.domain.verdicts import Verdict, judge_values

__all__ = ["CheckResults", "UnknownCheck", "run_checks"]

_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class UnknownCheck:
    """A check that could not be decided; `missing` are the facts without a usable value."""

    check: str
    rule: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class CheckResults:
    """What the checks came to, each in the playbook's order; those that every case undergoes stand last."""

    contradictions: tuple[Contradiction, ...]
    cross_checks: tuple[CrossCheck, ...]
    unknown: tuple[UnknownCheck, ...]

    @property
    def distrusted(self) -> frozenset[str]:
        """Evidence ids that satisfy nothing until an error-level contradiction is resolved."""
        return frozenset(evidence for one in self.contradictions if one.level == "error" for evidence in one.evidence)


@dataclass(frozen=True)
class _Outcome:
    check: Check
    verdict: Verdict
    places: str


def run_checks(
    case: Case,
    *,
    playbook: Playbook,
    position: str,
    platform: str,
    kinds: Mapping[str, EvidenceKind],
    fact_keys: Mapping[str, FactKey],
) -> CheckResults:
    """Apply the checks that hold for a position (its id) on a platform (its id), and those of every case.

    A check whose values are missing is unknown: never passed, never failed.
    """
    values = CaseValues(case, kinds, fact_keys)
    mine = [
        check
        for check in playbook.checks
        if (not check.positions or position in check.positions) and (not check.platforms or platform in check.platforms)
    ]
    outcomes = [_outcome(check, values, playbook=playbook, platform=platform) for check in mine]
    for check in always_equal():
        outcome = _outcome(check, values, playbook=playbook, platform=platform)
        if not any(_says_more(own, outcome) for own in outcomes):
            outcomes.append(outcome)
    return _sort(outcomes, values)


def _outcome(check: Check, values: CaseValues, *, playbook: Playbook, platform: str) -> _Outcome:
    match check:
        case EqualAcross():
            equality = judge_equality(check, values, skip=other_occasions(playbook, check.fact))
            return _Outcome(check, equality.verdict, _equality_places(check.fact, equality, values))
        case checks.Covers() | checks.ChainUnbroken() | checks.Ascending():
            series = judge_series(check, values)
            shown = [f"{values.label(evidence)} {text}" for evidence, text in series.shown]
            return _Outcome(check, series.verdict, "；".join(shown))
        case _:
            verdict = judge_values(check, values, platform=platform)
            return _Outcome(check, verdict, _fact_places(verdict.facts, values))


def _says_more(own: _Outcome, built_in: _Outcome) -> bool:
    """Whether a check of the playbook already says what the built-in comparison would."""
    if not isinstance(own.check, EqualAcross) or own.verdict.facts != built_in.verdict.facts:
        return False
    if built_in.verdict.holds is not False:
        return own.verdict.holds == built_in.verdict.holds
    covered = set(built_in.verdict.evidence) <= set(own.verdict.evidence)
    return own.verdict.holds is False and own.check.level == "error" and covered


def _sort(outcomes: list[_Outcome], values: CaseValues) -> CheckResults:
    contradictions, passed, unknown = [], [], []
    weights_prove = all(
        one.verdict.holds is not False for one in outcomes if isinstance(one.check, checks.ProvesNothingWhen)
    )
    for one in outcomes:
        check, verdict = one.check, one.verdict
        if verdict.holds is None:
            missing = tuple(key for key in verdict.facts if values.known(key) is None)
            unknown.append(UnknownCheck(check.id, check.rule, missing))
        elif verdict.holds is False:
            message = _fill(check.failed, values, unknown="未知") + (f"（{one.places}）" if one.places else "")
            contradictions.append(
                Contradiction(check.rule, check.id, check.level, verdict.facts, verdict.evidence, message)
            )
        # Weights that agree say nothing where the missing piece weighs less than the scales err.
        elif check.passed and (weights_prove or not isinstance(check, checks.WeightsAgree)):
            sentence = _fill(check.passed, values)
            if sentence and _all_shown(verdict, values):
                passed.append(CrossCheck(check.id, sentence, verdict.evidence))
    return CheckResults(tuple(contradictions), tuple(passed), tuple(unknown))


def _all_shown(verdict: Verdict, values: CaseValues) -> bool:
    """Whether exhibits carry all values: what was only typed in may be checked, but no sentence stands on it."""
    known = [values.known(key) for key in verdict.facts]
    return all(one is None or one.evidence for one in known)


def _fill(template: str, values: CaseValues, *, unknown: str = "") -> str:
    """Put shown values into the braces, `unknown` for a missing one; without it "" then, for nothing can be said."""
    known = {key: values.known(key) for key in _BRACES.findall(template)}
    if not unknown and any(one is None for one in known.values()):
        return ""
    shown = {key: values.show(key, one.value) if one else unknown for key, one in known.items()}
    return _BRACES.sub(lambda match: shown[match[1]], template)


def _fact_places(facts: tuple[str, ...], values: CaseValues) -> str:
    """Say where each value stands: 签收时间 2024-11-04 11:06 见证据2（签收底单）."""
    parts = []
    for key in facts:
        known = values.known(key)
        if known is not None:
            where = "、".join(values.label(one) for one in known.evidence)
            said = f"见{where}" if where else "为案件所填"
            parts.append(f"{values.name_of(key)} {values.show(key, known.value)} {said}")
    return "；".join(parts)


def _equality_places(fact: str, equality: Equality, values: CaseValues) -> str:
    """Say who says what: 案件所填为 YT1；证据3（签收底单）为 YT2."""
    said: dict[str, list[str]] = {}
    for value in equality.head:
        said.setdefault(values.show(fact, value), []).append("案件所填")
    for carrier in equality.carriers:
        label = values.label(carrier.evidence)
        said.setdefault(values.show(fact, carrier.value), []).append(label)
    return "；".join(f"{'、'.join(dict.fromkeys(who))}为 {value}" for value, who in said.items())
