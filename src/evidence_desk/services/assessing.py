"""What is known of a case before anything is bound: statement, readiness, plan material."""

from dataclasses import dataclass
from datetime import datetime

from evidence_desk.domain.assessing import assess
from evidence_desk.domain.cases import Case
from evidence_desk.domain.checking import run_checks
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.platforms import Platform
from evidence_desk.domain.playbook import Playbook
from evidence_desk.domain.readiness import Readiness
from evidence_desk.handbook import Handbook, draft_statement

__all__ = ["Assessment", "assess_case"]


@dataclass(frozen=True)
class Assessment:
    """A case measured against its playbook. `statement` is the case's own, or drafted when it has none."""

    playbook: Playbook
    platform: Platform
    statement: str
    readiness: Readiness


def assess_case(case: Case, *, handbook: Handbook, now: datetime, edition: Edition) -> Assessment:
    """Draft what is missing and measure everything."""
    playbook = handbook.playbook(case.complaint)
    platform, channel = handbook.channel(case.platform)
    position = playbook.position(case.position)
    fact_keys = handbook.facts_of(playbook.id)
    statement = case.statement
    if statement is None:
        results = run_checks(
            case,
            playbook=playbook,
            position=position.id,
            platform=platform.id,
            kinds=handbook.kinds,
            fact_keys=fact_keys,
        )
        statement = draft_statement(
            playbook=playbook,
            position=position,
            case=case,
            kinds=handbook.kinds,
            fact_keys=fact_keys,
            cross_checks=results.cross_checks,
        )
    readiness = assess(
        case,
        playbook=playbook,
        platform=platform,
        channel=channel,
        kinds=handbook.kinds,
        fact_keys=fact_keys,
        tone_rules=handbook.tone_rules,
        statement=statement,
        now=now,
        is_workday=handbook.is_workday,
        edition=edition,
    )
    return Assessment(playbook, platform, statement, readiness)
