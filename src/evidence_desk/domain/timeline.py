"""The course of events: confirmed times as short Chinese sentences, each with the exhibit that shows it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from evidence_desk.domain.cases import Case
from evidence_desk.domain.comparing import as_moment
from evidence_desk.domain.facts import FactKey, FactType
from evidence_desk.domain.fields import CaseValues
from evidence_desk.domain.playbook import EvidenceKind

__all__ = ["Event", "timeline"]


class Event(NamedTuple):
    """Something that happened. `evidence` is the exhibit that shows it, `page` (over its files, from 1) where."""

    at: datetime
    text: str
    evidence: str | None = None
    page: int | None = None
    key: str = ""


_EVENTS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    # key: what happened, then clauses that are added where their fact is known
    "promised_at": ("店铺作出承诺", (("promised_amount", "金额 {}"),)),
    "ordered_at": ("买家下单", ()),
    "paid_at": ("买家付款", (("order_amount", "实付 {}"),)),
    "packed_at": ("商品打包", ()),
    "clicked_ship_at": ("店铺点击发货", ()),
    "picked_up_at": ("快递揽收", (("carrier", "{}"), ("waybill_no", "运单号 {}"))),
    "first_scan_at": ("出现首条物流轨迹", ()),
    "promised_ship_at": ("承诺的发货截止时间", ()),
    "weighed_at": ("快递称重", (("weigh_point", "{}"),)),
    "arrived_at": ("包裹到达派件网点", ()),
    "delivering_at": ("开始派件", ()),
    "signed_at": ("包裹签收", (("signer", "签收人 {}"),)),
    "last_scan_at": ("末条物流轨迹", ()),
    "session_from": ("客服会话开始", ()),
    "session_to": ("客服会话结束", ()),
    "notified_at": ("店铺告知买家", ()),
    "damage_reported_at": ("买家首次反馈破损", (("damage_part", "部位：{}"),)),
    "refund_requested_at": ("买家申请退款", (("refund_no", "退款编号 {}"),)),
    "complained_at": ("买家发起投诉", (("complaint_no", "投诉编号 {}"),)),
    "transferred_at": ("店铺打款", (("paid_amount", "{}"), ("trade_no", "交易号 {}"))),
    "reshipped_at": ("补发寄出", (("reship_waybill_no", "运单号 {}"),)),
    "apologised_at": ("店铺向买家致歉", ()),
    "settled_at": ("双方协商一致", ()),
    "withdrawn_at": ("买家撤诉", ()),
    "followed_up_at": ("店铺回访买家", ()),
    "reviewed_at": ("买家发表评价", ()),
    "threatened_at": ("买家发来附带条件的要求", ()),
    "snapshot_at": ("留存商品页面快照", ()),
    "ruled_at": ("平台作出判定", ()),
    "deadline_at": ("举证截止", ()),
}
_ORDER = {key: place for place, key in enumerate(_EVENTS)}


def timeline(case: Case, *, kinds: Mapping[str, EvidenceKind], fact_keys: Mapping[str, FactKey]) -> tuple[Event, ...]:
    """Give the confirmed times of a case as events, earliest first; equal times stand in the usual course.

    The exhibit is the fact's own place, else the first exhibit that says the same; one left out of the packet is none.
    """
    values = CaseValues(case, kinds, fact_keys)
    return tuple(sorted(_events(values), key=lambda event: (event.at, _ORDER.get(event.key, len(_ORDER)), event.key)))


def _events(values: CaseValues) -> Iterator[Event]:
    for key, fact in values.case.facts.items():
        kind = values.type_of(key)
        moment = as_moment(fact.value) if kind in (FactType.TIME, None) else None
        if moment is not None and fact.confirmed:
            evidence, page = values.shown_by(fact)
            yield Event(moment, _text(key, values), evidence, page, key)


def _text(key: str, values: CaseValues) -> str:
    what, clauses = _EVENTS.get(key, (values.name_of(key), ()))
    details = []
    for fact, clause in clauses:
        value = values.confirmed(fact)
        if value is not None:
            details.append(clause.format(values.show(fact, value)))
    return "，".join([what, *details])
