"""The same value in every place that states it."""

from decimal import Decimal
from typing import Any

import pytest
from tests.domain.dispute import at, dispute, exhibit, fact, need, playbook, requirement, values

from evidence_desk.domain.checks import EqualAcross
from evidence_desk.domain.equality import judge_equality, other_occasions
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.verdicts import Verdict


def equal(*evidence: Evidence, key: str = "waybill_no", kinds: tuple[str, ...] = (), **case: Any) -> Verdict:
    check = EqualAcross(id="c", failed="不符", fact=key, kinds=kinds)
    return judge_equality(check, values(dispute(*evidence, **case))).verdict


def slip(number: str, **more: Any) -> Evidence:
    return exhibit("slip", "sign_off_proof", waybill_no=number, **more)


def stub(number: str, **more: Any) -> Evidence:
    return exhibit("stub", "waybill_stub", waybill_no=number, **more)


def trace(number: str) -> Evidence:
    return exhibit("trace", "tracking_trace", waybill_no=number)


def test_two_exhibits_that_say_the_same_agree() -> None:
    assert equal(slip("YT1"), stub("YT1")) == Verdict(True, ("waybill_no",), ("slip", "stub"))


@pytest.mark.parametrize("written", ["yt 1234-5678", "YT12345678", "ＹＴ12345678"])
def test_spelling_does_not_tell_numbers_apart(written: str) -> None:
    assert equal(slip("YT12345678"), stub(written)).holds is True


def test_without_a_stated_value_nobody_can_say_which_exhibit_is_right() -> None:
    assert equal(slip("YT2"), stub("YT1"), trace("YT1")) == Verdict(False, ("waybill_no",), ("slip", "stub", "trace"))


def test_the_stated_value_says_which_exhibit_is_wrong() -> None:
    assert equal(slip("YT2"), stub("YT1"), facts={"waybill_no": "YT1"}).evidence == ("slip",)


def test_a_case_that_states_two_values_leaves_no_exhibit_to_trust() -> None:
    chat = exhibit("chat", "chat_record", order_no="A-1")
    verdict = equal(chat, key="order_no", order_no="A-2", facts={"order_no": "A-1"})
    assert verdict == Verdict(False, ("order_no",), ("chat",))


def test_leaving_the_wrong_exhibit_out_resolves_the_contradiction() -> None:
    assert equal(slip("YT2", include=False), stub("YT1"), trace("YT1")).holds is True


def test_one_exhibit_alone_agrees_with_nothing() -> None:
    assert equal(slip("YT1"), facts={"waybill_no": "YT1"}).holds is None


def test_a_fact_read_from_the_only_exhibit_is_no_second_voice() -> None:
    assert equal(slip("YT1"), facts={"waybill_no": fact("waybill_no", "YT1", "slip")}).holds is None


def test_the_place_of_a_fact_speaks_for_an_exhibit_without_fields() -> None:
    photo = exhibit("photo", "product_photo")
    assert equal(photo, slip("YT1"), facts={"waybill_no": fact("waybill_no", "YT1", "photo")}).holds is True


def test_a_named_kind_that_is_silent_keeps_the_check_from_holding() -> None:
    silent = exhibit("cert", "red_seal_cert")
    kinds = ("sign_off_proof", "waybill_stub", "red_seal_cert")
    assert equal(slip("YT1"), stub("YT1"), silent, kinds=kinds).holds is None
    assert equal(slip("YT1"), stub("YT1"), silent).holds is True


def test_kinds_that_are_not_named_are_not_asked() -> None:
    assert equal(slip("YT1"), stub("YT1"), trace("YT9"), kinds=("sign_off_proof", "waybill_stub")).holds is True


def test_evidence_without_a_kind_is_asked_too() -> None:
    assert equal(slip("YT1"), exhibit("x", None, waybill_no="YT2")).holds is False


def test_numbers_of_the_way_back_and_of_a_reshipment_are_other_numbers() -> None:
    back = exhibit("back", "waybill_stub", waybill_no="SF7", role="return")
    again = exhibit("again", "reship_proof", waybill_no="SF8")
    assert equal(slip("YT1"), stub("YT1"), back, again).holds is True


def test_a_masked_number_neither_agrees_nor_disagrees() -> None:
    assert equal(slip("YT88****6352"), stub("YT8839201746352")).holds is None
    assert equal(slip("YT88****9999"), stub("YT8839201746352")).holds is False


@pytest.mark.parametrize(("second", "expected"), [("王*明", True), ("王先生", True), ("李**", False), ("本人", None)])
def test_names_agree_as_far_as_masks_show(second: str, expected: bool | None) -> None:
    cert = exhibit("cert", "red_seal_cert", signer=second)
    assert equal(exhibit("slip", "sign_off_proof", signer="王小明"), cert, key="signer").holds is expected


def test_times_agree_to_the_minute() -> None:
    seal = exhibit("cert", "red_seal_cert", signed_at=at("04 11:06"))
    precise = at("04 11:06").replace(second=18)
    assert equal(exhibit("slip", "sign_off_proof", signed_at=precise), seal, key="signed_at").holds is True
    assert equal(exhibit("slip", "sign_off_proof", signed_at=at("04 11:07")), seal, key="signed_at").holds is False


def paid(id: str, amount: str, trade: str, **more: Any) -> Evidence:
    return exhibit(id, "payment_receipt", paid_amount=Decimal(amount), trade_no=trade, **more)


def test_two_payments_rightly_bear_two_trade_numbers() -> None:
    freight, compensation = paid("p1", "12.00", "T1"), paid("p2", "50.00", "T2")
    assert equal(freight, compensation, key="trade_no").holds is None
    assert equal(freight, compensation, key="trade_no", facts={"trade_no": "T1"}).holds is None


def test_one_payment_bears_one_trade_number() -> None:
    assert equal(paid("p1", "12.00", "T1"), paid("p2", "12.00", "T2"), key="trade_no").holds is False


def test_a_trade_number_that_differs_from_the_stated_one_is_wrong() -> None:
    facts = {"trade_no": "T1", "paid_amount": Decimal("12.00")}
    assert equal(paid("p1", "12.00", "T2"), key="trade_no", facts=facts).evidence == ("p1",)


def test_kinds_counted_by_differing_orders_are_not_held_to_one() -> None:
    several = requirement("cycles", (need("refund_screenshot", count=2, distinct="refund_no"),))
    assert "refund_screenshot" in other_occasions(playbook(requirements=(several,)), "order_no")
    assert "refund_screenshot" not in other_occasions(playbook(), "order_no")
    weighings = requirement("weights", (need("weight_record", count=2, distinct="weigh_point"),))
    assert "weight_record" not in other_occasions(playbook(requirements=(weighings,)), "waybill_no")
