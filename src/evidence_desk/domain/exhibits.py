"""Which evidence goes into the packet, in what order, and how a sentence calls it."""

from collections.abc import Mapping

from evidence_desk.domain.cases import Case
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.playbook import EvidenceKind

__all__ = ["exhibit_labels", "exhibit_numbers", "exhibits", "plain_label"]

_LABEL_MAX = 40


def exhibits(case: Case) -> tuple[Evidence, ...]:
    """Give what goes into the packet: the included evidence in the person's order, that without a kind last."""
    shown = [item for item in case.evidence if item.include]
    return tuple(sorted(shown, key=lambda item: item.kind is None))


def exhibit_numbers(case: Case) -> Mapping[str, int]:
    """Give each exhibit's number by evidence id, from 1 without gaps; evidence left out has none."""
    return {item.id: number for number, item in enumerate(exhibits(case), start=1)}


def plain_label(evidence: Evidence, kinds: Mapping[str, EvidenceKind]) -> str:
    """Name evidence without a number: its title, else its kind's name, else its first file."""
    kind = kinds.get(evidence.kind or "")
    return (
        evidence.title
        or (kind.name if kind else "")
        or (evidence.files[0].rpartition("/")[2] if evidence.files else evidence.id)
    )


def _short(label: str) -> str:
    """One line that fits into a sentence."""
    line = " ".join(label.split())
    return line if len(line) <= _LABEL_MAX else f"{line[: _LABEL_MAX - 1]}…"


def exhibit_labels(case: Case, kinds: Mapping[str, EvidenceKind]) -> Mapping[str, str]:
    """Name all evidence for sentences, by id: 证据3（签收底单）; what is left out by its title alone: “签收底单”."""
    numbers = exhibit_numbers(case)
    labels = {item.id: _short(plain_label(item, kinds)) for item in case.evidence}
    return {one: f"证据{numbers[one]}（{label}）" if one in numbers else f"“{label}”" for one, label in labels.items()}
