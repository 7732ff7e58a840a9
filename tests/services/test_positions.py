"""Positions as a person meets them: what one asks for suffices for its own draft, and traps are called out."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest

from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import CHINA, Fact, FactKey, FactType, FactValue
from evidence_desk.domain.playbook import KindNeed, Playbook, Position
from evidence_desk.handbook import Handbook, load_handbook
from evidence_desk.resources import resource_folder
from evidence_desk.services.assessing import Assessment, assess_case

HANDBOOK: Handbook = load_handbook(resource_folder())
PLAYBOOKS = (
    "breach_promise_freight",
    "breach_promise_other",
    "late_shipment",
    "out_of_stock",
    "missing_item",
    "fake_shipment",
    "logistics_complaint",
    "not_received",
    "damaged",
    "misuse_damage",
    "quality_return",
    "not_as_described",
    "counterfeit",
)
# The order in which things happen, so that made-up times contradict nothing.
COURSE = [
    "tested_at",
    "purchased_at",
    "invoiced_at",
    "snapshot_at",
    "promised_at",
    "ordered_at",
    "paid_at",
    "filed_at",
    "clicked_ship_at",
    "picked_up_at",
    "corrected_at",
    "promised_ship_at",
    "returned_at",
    "reshipped_at",
    "signed_at",
    "picked_at",
    "delivered_at",
    "report_due_at",
    "damage_reported_at",
    "refund_requested_at",
    "inspected_at",
    "intercepted_at",
    "transferred_at",
    "cancel_asked_at",
    "complained_at",
    "guided_at",
    "delisted_at",
    "settled_at",
]
START = datetime(2026, 11, 1, 9, tzinfo=CHINA)
SAME_PARTY = {"invoice_title": "甲有限公司", "grantee": "甲有限公司", "sign_method": "本人"}


def _value(key: str, spec: FactKey) -> FactValue:
    if spec.type is FactType.TIME:
        return START + timedelta(hours=2 * COURSE.index(key))
    if spec.type is FactType.DATE:
        return {"notice_from": date(2026, 10, 1), "notice_to": date(2026, 12, 1)}.get(key, date(2026, 11, 1))
    if spec.type is FactType.AMOUNT:
        return Decimal("12.00")
    if spec.type is FactType.WEIGHT:
        return Decimal("0.500")
    return 6 if spec.type is FactType.NUMBER else SAME_PARTY.get(key, f"某{spec.name}")


def _exhibit(need: KindNeed, number: int, *, turn: int, facts: dict[str, Fact]) -> Evidence:
    shown = {spec.key: facts[spec.key].value for spec in HANDBOOK.kinds[need.kind].fields if spec.key in facts}
    for condition in need.where:
        shown[condition.field] = condition.one_of[0] if condition.one_of else shown[condition.field]
    for own, other in (("waybill_no", "second_waybill_no"), ("order_no", "other_order_no")):
        # An exhibit of the other parcel or order bears its number and not this one's.
        shown.pop(own if other in {condition.field for condition in need.where} else other, None)
    if need.distinct == "weigh_point":
        shown["weigh_point"] = ("pickup", "arrival")[turn]
    return Evidence(id=f"e{number}", files=("one.png",), kind=need.kind, title=f"凭证{number}", fields=shown)


def _case(playbook: Playbook, position: Position, **more: FactValue) -> Case:
    """A case with just what the position's facts and its required needs ask for."""
    specs = HANDBOOK.facts_of(playbook.id)
    facts = {key: Fact(key, _value(key, specs[key])) for key in position.facts}
    facts |= {key: Fact(key, value) for key, value in more.items()}
    numbers, exhibits = count(1), list[Evidence]()
    for requirement in playbook.requirements_for(position.id, "taobao"):
        if requirement.level == "required":
            for need in requirement.sets[0]:
                exhibits += [_exhibit(need, next(numbers), turn=turn, facts=facts) for turn in range(need.count)]
    return Case("taobao", playbook.id, position=position.id, order_no="4018", facts=facts, evidence=tuple(exhibits))


def _assess(playbook: str, position: str, **more: FactValue) -> Assessment:
    book = HANDBOOK.playbook(playbook)
    case = _case(book, book.position(position), **more)
    return assess_case(case, handbook=HANDBOOK, now=START, edition=Edition.PLATFORM)


@pytest.mark.parametrize(
    ("playbook", "position"), [(name, one.id) for name in PLAYBOOKS for one in HANDBOOK.playbook(name).positions]
)
def test_a_position_is_ready_once_its_own_facts_and_required_exhibits_are_there(playbook: str, position: str) -> None:
    found = _assess(playbook, position)
    assert (found.readiness.contradictions, found.readiness.wording, found.readiness.leaks) == ((), (), ())
    assert "【待" not in found.statement
    assert found.readiness.ready


def _failed(found: Assessment) -> set[str]:
    return {one.check for one in found.readiness.contradictions}


def test_equal_weights_prove_nothing_about_a_piece_lighter_than_the_scale_errs() -> None:
    found = _assess("missing_item", "shipped_complete", weight_missing_kg=Decimal("0.030"))
    assert _failed(found) == {"missing_piece_heavy_enough"}
    assert not found.readiness.ready


def test_paying_less_freight_than_promised_is_no_kept_promise() -> None:
    found = _assess("breach_promise_freight", "promised_paid", promised_amount=Decimal("15.00"))
    assert "paid_enough" in _failed(found)
    assert not found.readiness.ready


def test_an_agent_contradicts_a_sign_off_in_person() -> None:
    found = _assess("not_received", "signed_by_buyer", agent="李四", consignee_masked="王**", signer="王**")
    assert _failed(found) == {"no_agent_when_in_person"}


def test_a_station_contradicts_a_sign_off_in_person() -> None:
    assert _failed(_assess("not_received", "signed_by_buyer", sign_method="驿站")) == {"signed_in_person"}


def test_a_pickup_after_the_promised_hour_was_not_in_time() -> None:
    found = _assess("late_shipment", "shipped_in_time", picked_up_at=START + timedelta(days=9))
    assert "picked_up_in_time" in _failed(found)
