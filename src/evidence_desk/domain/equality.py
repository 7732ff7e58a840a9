"""Whether every place that states a fact states the same: the question clerks ask first."""

from collections.abc import Iterable
from typing import NamedTuple

from evidence_desk.domain.checks import EqualAcross
from evidence_desk.domain.comparing import same_value
from evidence_desk.domain.facts import FactValue
from evidence_desk.domain.fields import Carrier, CaseValues, case_head, field_value
from evidence_desk.domain.names import names_agree
from evidence_desk.domain.playbook import Playbook
from evidence_desk.domain.verdicts import Verdict

__all__ = ["Equality", "always_equal", "judge_equality", "other_occasions"]

PERSONS = frozenset({"signer", "agent", "payee", "payer", "consignee_masked", "authorised_by"})
"""Keys whose values are personal names and compared as such."""

_BUILT_IN = {
    "waybill_no": "各处的运单号不一致，请找出不属于本单的那一份，换掉或改正。",
    "order_no": "各处的订单号不一致，请找出不属于本单的那一份，换掉或改正。",
    "trade_no": "同一笔款项在各处的交易号不一致，请核对是否放错了凭证。",
}
_OTHER_ORDERS = frozenset({"buyer_pattern", "inventory_record", "purchase_invoice", "subject_link"})
"""Kinds that show other orders by their nature."""


class Equality(NamedTuple):
    """A verdict with the places compared: `head` what the case itself says, `carriers` what exhibits say."""

    verdict: Verdict
    head: tuple[FactValue, ...] = ()
    carriers: tuple[Carrier, ...] = ()


def always_equal() -> tuple[EqualAcross, ...]:
    """Give the comparisons that every case undergoes, whatever its playbook says."""
    return tuple(
        EqualAcross(
            id=f"same_{key}",
            fact=key,
            failed=failed,
            passed=f"各份凭证的运单号一致，均为 {{{key}}}" if key == "waybill_no" else "",
        )
        for key, failed in _BUILT_IN.items()
    )


def other_occasions(playbook: Playbook, fact: str) -> frozenset[str]:
    """Give the kinds whose exhibits are meant to differ in a fact: a requirement counts them by differing values."""
    told_apart = {"order_no": {"order_no", "refund_no", "cycle_no"}}.get(fact, {fact})
    needs = (need for requirement in playbook.requirements for one in requirement.sets for need in one)
    found = frozenset(need.kind for need in needs if need.distinct in told_apart)
    return found | _OTHER_ORDERS if fact == "order_no" else found


def judge_equality(check: EqualAcross, values: CaseValues, *, skip: frozenset[str] = frozenset()) -> Equality:
    """Compare what the case and its exhibits say of one fact; exhibits of the kinds in `skip` are left out.

    What the case itself states decides: then only exhibits that differ from it disagree. Where it states nothing, or
    two things, nobody can say which exhibit is right, so all that carry a value disagree. It holds only where two
    exhibits say the same and none of the named kinds is silent.
    """
    kind_of = {item.id: item.kind or "" for item in values.exhibits}
    wanted = {one for one, kind in kind_of.items() if kind not in skip and (not check.kinds or kind in check.kinds)}
    carriers = _same_payment(check.fact, values, [c for c in values.carriers(check.fact) if c.evidence in wanted])
    head = _distinct(check.fact, _head(check.fact, values))
    if len(head) == 1:
        differing = [c.evidence for c in carriers if _agree(check.fact, c.value, head[0]) is False]
    else:
        differing = [c.evidence for c in carriers]
        pairs = [(a.value, b.value) for i, a in enumerate(carriers) for b in carriers[i + 1 :]]
        if not head and all(_agree(check.fact, a, b) is not False for a, b in pairs):
            differing = []
    facts, all_ids = (check.fact,), tuple(dict.fromkeys(c.evidence for c in carriers))
    if differing or len(head) > 1:
        return Equality(Verdict(False, facts, tuple(dict.fromkeys(differing))), head, carriers)
    silent = wanted - set(all_ids) if check.kinds else set()
    values_alike = bool(carriers) and all(_agree(check.fact, carriers[0].value, c.value) is True for c in carriers)
    holds = True if len(all_ids) >= 2 and values_alike and not silent else None
    return Equality(Verdict(holds, facts, all_ids), head, carriers)


def _head(fact: str, values: CaseValues) -> list[FactValue]:
    """What the case itself says: its fact and its head, which may differ."""
    stated = values.stated(fact)
    heading = case_head(values.case).get(fact)
    return [value for value in (stated, heading) if value is not None]


def _distinct(fact: str, found: Iterable[FactValue]) -> tuple[FactValue, ...]:
    distinct: list[FactValue] = []
    for value in found:
        if all(_agree(fact, value, other) is False for other in distinct):
            distinct.append(value)
    return tuple(distinct)


def _agree(fact: str, first: FactValue, second: FactValue) -> bool | None:
    return names_agree(str(first), str(second)) if fact in PERSONS else same_value(first, second)


def _same_payment(fact: str, values: CaseValues, carriers: list[Carrier]) -> tuple[Carrier, ...]:
    """Leave out receipts of another payment than the one the case's trade number is about.

    Two payments (freight, then a compensation) rightly bear two trade numbers; amount and time tell them apart.
    """
    if fact != "trade_no":
        return tuple(carriers)
    items = {item.id: item for item in values.exhibits}

    def marks(id: str) -> tuple[FactValue | None, ...]:
        return tuple(field_value(items[id], key, values.kinds) for key in ("paid_amount", "transferred_at"))

    stated = values.stated(fact)
    about = [tuple(values.stated(key) for key in ("paid_amount", "transferred_at"))]
    about += [marks(c.evidence) for c in carriers if stated is not None and same_value(c.value, stated)]
    if stated is None and carriers:
        about = [marks(carriers[0].evidence)]
    return tuple(c for c in carriers if not any(_apart(marks(c.evidence), other) for other in about))


def _apart(first: tuple[FactValue | None, ...], second: tuple[FactValue | None, ...]) -> bool:
    return any(
        a is not None and b is not None and same_value(a, b) is False for a, b in zip(first, second, strict=True)
    )
