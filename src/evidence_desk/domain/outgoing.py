"""Every text of a case that would leave the house, each under a name by which a finding can point at it."""

from collections.abc import Iterator
from typing import NamedTuple

from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Edition, Note, NumberMark
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.exhibits import exhibits

__all__ = ["OutgoingText", "outgoing_texts"]


class OutgoingText(NamedTuple):
    """`field` names the place: "statement", "case.title", "evidence.ID.title", "evidence.ID.files[0]", "facts.KEY".

    `own` tells sentences the seller wrote from file names, values and labels.
    """

    field: str
    text: str
    own: bool = True


def outgoing_texts(case: Case, *, statement: str, edition: Edition) -> Iterator[OutgoingText]:
    """Give the texts that a packet of this edition prints, the statement first, then the head, facts and exhibits."""
    yield OutgoingText("statement", statement)
    for name in ("title", "request", "goods", "shop"):
        yield OutgoingText(f"case.{name}", getattr(case, name))
    for key, fact in case.facts.items():
        if fact.confirmed and isinstance(fact.value, str):
            yield OutgoingText(f"facts.{key}", fact.value, own=False)
    for item in exhibits(case):
        yield from _exhibit_texts(item, edition)


def _exhibit_texts(item: Evidence, edition: Edition) -> Iterator[OutgoingText]:
    place = f"evidence.{item.id}"
    for name in ("title", "proves", "source", "notes"):
        yield OutgoingText(f"{place}.{name}", getattr(item, name))
    for index, file in enumerate(item.files):
        # The folder a file lies in stays at home.
        yield OutgoingText(f"{place}.files[{index}]", file.rpartition("/")[2], own=False)
    for index, edit in enumerate(item.edits):
        if edition in edit.editions:
            if isinstance(edit, Note):
                yield OutgoingText(f"{place}.edits[{index}].text", edit.text)
            elif isinstance(edit, NumberMark):
                yield OutgoingText(f"{place}.edits[{index}].label", edit.label, own=False)
