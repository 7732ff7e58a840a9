"""What a sentence may say of a case: its confirmed facts and the numbers of its head."""

from collections.abc import Mapping

from evidence_desk.domain.cases import Case
from evidence_desk.domain.facts import FactKey, FactType, FactValue

__all__ = ["CASE_KEYS", "case_values"]

CASE_KEYS: Mapping[str, FactKey] = {
    key.key: key
    for key in (
        FactKey("buyer", "买家昵称", "Buyer"),
        FactKey("shop", "店铺", "Shop"),
        FactKey("amount", "涉案金额", "Amount in dispute", FactType.AMOUNT, "元"),
        FactKey("received_at", "收到通知时间", "Notice received at", FactType.TIME),
    )
}
"""Keys of a case's head that are no facts of their own."""


def case_values(case: Case) -> dict[str, FactValue]:
    """Give what is known of a case by key: confirmed facts, then its head where the facts are silent."""
    head: dict[str, FactValue | None] = {
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
    values: dict[str, FactValue] = {key: value for key, value in head.items() if value not in (None, "")}
    values.update({key: fact.value for key, fact in case.facts.items() if fact.confirmed and fact.value != ""})
    return values
