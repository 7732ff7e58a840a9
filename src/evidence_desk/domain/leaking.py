"""Personal data that a packet would carry out of the house, place by place."""

from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.masking import find_personal, known_persons
from evidence_desk.domain.outgoing import outgoing_texts
from evidence_desk.domain.readiness import Leak

__all__ = ["check_leaks"]


def check_leaks(case: Case, *, statement: str, edition: Edition) -> tuple[Leak, ...]:
    """Find the personal data in everything the edition prints, in the order of texts and places."""
    known = known_persons(case)
    return tuple(
        Leak(place.field, one.type, one.text, one.masked, one.start, one.end)
        for place in outgoing_texts(case, statement=statement, edition=edition)
        for one in find_personal(place.text, edition=edition, known=known)
    )
