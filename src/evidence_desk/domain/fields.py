"""What a case says, by fact key: in its own facts, and on which exhibits."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from evidence_desk.domain.cases import Case
from evidence_desk.domain.comparing import as_type, same_value
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.exhibits import exhibit_labels, exhibits
from evidence_desk.domain.facts import Fact, FactKey, FactType, FactValue, show_value
from evidence_desk.domain.playbook import EvidenceKind, FieldSpec

__all__ = ["Carrier", "CaseValues", "Known", "case_head", "field_spec", "field_value", "named_value"]

Kinds = Mapping[str, EvidenceKind]

_WAYBILL = "waybill_no"
_ROLES = {
    "return": ("return", "退货", "退回", "寄回"),
    "reship": ("reship", "补发", "重发", "换货"),
}
_WAYBILLS = (_WAYBILL, *(f"{role}_{_WAYBILL}" for role in _ROLES))
_WEIGHT = re.compile(r"weight_(\w+)_kg")
_POINTS = {
    "seller": ("seller", "卖家", "打包", "出库"),
    "pickup": ("pickup", "揽收", "揽件", "收件"),
    "transit": ("transit", "中转", "转运"),
    "arrival": ("arrival", "到件", "派件", "到达"),
    "sign": ("sign", "签收"),
}


def field_spec(kind: EvidenceKind | None, name: str) -> FieldSpec | None:
    """Give the kind's field of that name or alias; a canonical name wins over another field's alias."""
    if kind is None:
        return None
    for spec in kind.fields:
        if spec.key == name:
            return spec
    return next((spec for spec in kind.fields if name in spec.aliases), None)


def named_value(evidence: Evidence, name: str, kinds: Kinds) -> FactValue | None:
    """Give the exhibit's field of that name, by canonical name or alias, as the kind types it.

    A choice written by its label comes back by its key. None where it is absent or no value of its type.
    """
    spec = field_spec(kinds.get(evidence.kind or ""), name)
    if spec is None:
        return evidence.fields.get(name)
    for key in (spec.key, *spec.aliases):
        if key in evidence.fields:
            value = as_type(evidence.fields[key], spec.type)
            labels = {label: choice for choice, label in spec.choices.items()}
            return labels.get(value, value) if isinstance(value, str) else value
    return None


def field_value(evidence: Evidence, key: str, kinds: Kinds) -> FactValue | None:
    """Give what the exhibit says about a fact, None where it says nothing.

    A field that the kind reads as another key's alias is that other key's (the `waybill_no` of a reshipment's proof is
    `reship_waybill_no`). A stub with role "return" or "reship" carries that parcel's number, a weight record with its
    weighing point that point's weight (`weight_pickup_kg`).
    """
    if key in _WAYBILLS:
        return _waybill(evidence, key, kinds)
    direct = _own_value(evidence, key, kinds)
    weight = _WEIGHT.fullmatch(key)
    if direct is None and weight and _weigh_point(evidence, kinds) == weight[1]:
        value = named_value(evidence, "weight_kg", kinds)
        return None if value is None else as_type(value, FactType.WEIGHT)
    return direct


def _weigh_point(evidence: Evidence, kinds: Kinds) -> str:
    said = named_value(evidence, "weigh_point", kinds)
    return _one_of(_POINTS, evidence.fields.get("point") if said is None else said)


def _own_value(evidence: Evidence, key: str, kinds: Kinds) -> FactValue | None:
    spec = field_spec(kinds.get(evidence.kind or ""), key)
    return None if spec is not None and spec.key != key else named_value(evidence, key, kinds)


def _waybill(evidence: Evidence, key: str, kinds: Kinds) -> FactValue | None:
    role = _waybill_role(evidence, kinds)
    own = _own_value(evidence, key, kinds)
    other = f"{role}_{_WAYBILL}"
    if not role or _own_value(evidence, other, kinds) is not None:
        return own
    plain = named_value(evidence, _WAYBILL, kinds)
    return plain if key == other else (None if key == _WAYBILL else own)


def _waybill_role(evidence: Evidence, kinds: Kinds) -> str:
    """Which parcel a plain waybill number belongs to: "" the one sent first."""
    role = _one_of(_ROLES, named_value(evidence, "role", kinds))
    kind = kinds.get(evidence.kind or "")
    if role or kind is None:
        return role
    keys = {spec.key for spec in kind.fields}
    owners = [name for name in _ROLES if f"{name}_{_WAYBILL}" in keys]
    return owners[0] if len(owners) == 1 and _WAYBILL not in keys else ""


def _one_of(table: Mapping[str, tuple[str, ...]], value: FactValue | None) -> str:
    text = str(value or "").strip().casefold()
    return next((name for name, words in table.items() if text and text.startswith(words)), "")


def case_head(case: Case) -> Mapping[str, FactValue]:
    """Give what the case's head says, by the fact key it answers; empty entries are left out."""
    head: Mapping[str, FactValue | None] = {
        "order_no": case.order_no,
        "complaint_no": case.complaint_no,
        "buyer": case.buyer,
        "goods": case.goods,
        "shop": case.shop,
        "amount": case.amount,
        "order_amount": case.amount,
        "received_at": case.received_at,
        "deadline_at": case.deadline,
    }
    return {key: value for key, value in head.items() if value not in (None, "")}


class Carrier(NamedTuple):
    """An exhibit that carries a value."""

    evidence: str
    value: FactValue


@dataclass(frozen=True)
class Known:
    """A value that may be reckoned with. `stated`: the case says it itself; else its exhibits alone do, all alike."""

    value: FactValue
    evidence: tuple[str, ...]
    stated: bool


@dataclass(frozen=True)
class CaseValues:
    """Looks values up: the case's confirmed facts first, then the fields of the exhibits that go into the packet."""

    case: Case
    kinds: Kinds
    fact_keys: Mapping[str, FactKey]

    @cached_property
    def exhibits(self) -> tuple[Evidence, ...]:
        """The evidence that goes into the packet, in its order."""
        return exhibits(self.case)

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return exhibit_labels(self.case, self.kinds)

    def label(self, evidence: str) -> str:
        """Name an exhibit for a sentence: 证据3（签收底单）."""
        return self._labels.get(evidence, evidence)

    def type_of(self, key: str) -> FactType | None:
        """Give the vocabulary's type of a key, None for a key it lacks."""
        found = self.fact_keys.get(key)
        return found.type if found else None

    def name_of(self, key: str) -> str:
        """Give a key's Chinese name, the key itself where the vocabulary lacks it."""
        found = self.fact_keys.get(key)
        return found.name if found else key

    def confirmed(self, key: str) -> FactValue | None:
        """Give what the case itself says, confirmed: among its facts or in its head (order_no, complaint_no ...)."""
        fact = self.case.facts.get(key)
        if fact is not None and fact.confirmed and fact.value != "":
            return fact.value
        return case_head(self.case).get(key)

    def stated(self, key: str) -> FactValue | None:
        """Give the confirmed value as one of the key's type, None where it is not (a time “尚未判定”)."""
        value = self.confirmed(key)
        return None if value is None else as_type(value, self.type_of(key))

    @cached_property
    def _carried(self) -> dict[str, tuple[Carrier, ...]]:
        return {}

    @cached_property
    def _known(self) -> dict[str, Known | None]:
        return {}

    def carriers(self, key: str) -> tuple[Carrier, ...]:
        """Give each exhibit's value: from its fields, and from a confirmed fact whose place it is."""
        if key not in self._carried:
            self._carried[key] = tuple(self._carriers(key))
        return self._carried[key]

    def known(self, key: str) -> Known | None:
        """Give the value to reckon with: the confirmed one, else the only one that fitting exhibits carry."""
        if key not in self._known:
            self._known[key] = self._reckon(key)
        return self._known[key]

    def said(self, item: Evidence, name: str) -> FactValue | None:
        """Give what an exhibit says under that name: its field, else the confirmed fact that was read from it."""
        value = named_value(item, name, self.kinds)
        if value is not None and value != "":
            return value
        spec = field_spec(self.kinds.get(item.kind or ""), name)
        key = spec.key if spec else name
        fact = self.case.facts.get(key)
        if fact is None or not fact.confirmed or fact.place is None or fact.place.evidence != item.id:
            return None
        return as_type(fact.value, spec.type if spec else self.type_of(key))

    def shown_by(self, fact: Fact) -> tuple[str | None, int | None]:
        """Give the exhibit that shows a fact, and the page: its own place, else the first that says the same."""
        shown = self.exhibits
        if fact.place is not None and any(item.id == fact.place.evidence for item in shown):
            return fact.place.evidence, fact.place.page
        for item in shown:
            value = field_value(item, fact.key, self.kinds)
            if value is not None and same_value(value, fact.value):
                return item.id, None
        return None, None

    def _carriers(self, key: str) -> Iterator[Carrier]:
        fact, kind = self.case.facts.get(key), self.type_of(key)
        placed = fact.place.evidence if fact is not None and fact.confirmed and fact.place is not None else None
        for item in self.exhibits:
            value = self._of_parcel(item, key) if key in _WAYBILLS else field_value(item, key, self.kinds)
            typed = None if value is None else as_type(value, kind)
            if typed is not None:
                yield Carrier(item.id, typed)
            if fact is not None and placed == item.id:
                read = as_type(fact.value, kind)
                if read is not None and (typed is None or same_value(typed, read) is not True):
                    yield Carrier(item.id, read)

    def _of_parcel(self, item: Evidence, key: str) -> FactValue | None:
        """The exhibit's number under the parcel it belongs to: a plain one may be the return's or the reshipment's."""
        plain = field_value(item, _WAYBILL, self.kinds)
        for other in _WAYBILLS[1:]:
            stated = self.stated(other)
            if stated is not None and plain is not None and same_value(plain, stated):
                return plain if key == other else None
        return field_value(item, key, self.kinds)

    def _reckon(self, key: str) -> Known | None:
        value, carriers = self.stated(key), self.carriers(key)
        if value is not None:
            return Known(value, _unique(c.evidence for c in carriers if same_value(c.value, value) is not False), True)
        if self.confirmed(key) is not None:
            # A value that is none of its kind ("尚未判定" for a time) is an answer: exhibits must not overrule it.
            return None
        kind_of = {item.id: self.kinds.get(item.kind or "") for item in self.exhibits}
        fitting = [carrier for carrier in carriers if _may_carry(kind_of[carrier.evidence], key)]
        if not fitting or any(same_value(fitting[0].value, other.value) is not True for other in fitting[1:]):
            return None
        return Known(fitting[0].value, _unique(carrier.evidence for carrier in fitting), False)

    def show(self, key: str, value: FactValue) -> str:
        """Write a value of that key as the packet prints it."""
        return show_value(value, self.type_of(key))


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _may_carry(kind: EvidenceKind | None, key: str) -> bool:
    if kind is None:
        return False
    keys = {spec.key for spec in kind.fields}
    if key in keys:
        return True
    if _WEIGHT.fullmatch(key):
        return {"weigh_point", "weight_kg"} <= keys
    return key.endswith(_WAYBILL) and _WAYBILL in keys
