"""The course of events."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import FACTS, KINDS, WAYBILL, at, dispute, exhibit, fact

from evidence_desk.domain.facts import Fact
from evidence_desk.domain.timeline import Event, timeline


def events(*evidence: object, **facts: object) -> tuple[Event, ...]:
    return timeline(dispute(*evidence, facts=facts), kinds=KINDS, fact_keys=FACTS)  # type: ignore[arg-type]  # made up


def test_events_come_in_order_of_time_with_their_details() -> None:
    found = events(
        signed_at=at("04 11:06"), paid_at=at("01 10:20"), picked_up_at=at("01 18:42"), waybill_no=WAYBILL, signer="王**"
    )
    assert [one.text for one in found] == ["买家付款", f"快递揽收，运单号 {WAYBILL}", "包裹签收，签收人 王**"]


def test_a_detail_that_is_not_known_is_left_out() -> None:
    (one,) = events(transferred_at=at("04 09:31"), paid_amount=Decimal("12.00"))
    assert one.text == "店铺打款，¥12.00"


def test_a_key_without_a_phrase_goes_by_its_name() -> None:
    (one,) = timeline(dispute(facts={"odd_at": at("01 10:00")}), kinds=KINDS, fact_keys=FACTS)
    assert one.text == "odd_at"


def test_only_confirmed_times_are_events() -> None:
    unsure = Fact("paid_at", at("01 10:20"), confirmed=False)
    assert events(paid_at=unsure, notice_from=date(2024, 11, 1), waybill_no=WAYBILL, ruled_at="尚未判定") == ()


def test_the_place_of_a_fact_is_its_exhibit() -> None:
    slip = exhibit("slip", "sign_off_proof")
    (one,) = events(slip, signed_at=fact("signed_at", at("04 11:06"), "slip", page=2))
    assert (one.evidence, one.page) == ("slip", 2)


def test_without_a_place_the_first_exhibit_that_says_the_same_is_taken() -> None:
    other = exhibit("cert", "red_seal_cert", signed_at=at("04 11:07"))
    trace = exhibit("trace", "tracking_trace", signed_at=at("04 11:06"))
    (one,) = events(other, trace, signed_at=at("04 11:06"))
    assert (one.evidence, one.page) == ("trace", None)


def test_evidence_left_out_is_no_source() -> None:
    slip = exhibit("slip", "sign_off_proof", signed_at=at("04 11:06"), include=False)
    (one,) = events(slip, signed_at=fact("signed_at", at("04 11:06"), "slip"))
    assert one.evidence is None


def test_events_of_one_moment_stand_in_the_usual_course() -> None:
    found = events(complained_at=at("01 10:00"), paid_at=at("01 10:00"), ordered_at=at("01 10:00"))
    assert [one.key for one in found] == ["ordered_at", "paid_at", "complained_at"]


@given(st.permutations(["ordered_at", "paid_at", "picked_up_at", "signed_at", "complained_at"]))
def test_the_order_of_facts_decides_nothing(keys: list[str]) -> None:
    found = events(**dict.fromkeys(keys, at("01 10:00")))
    assert [one.key for one in found] == ["ordered_at", "paid_at", "picked_up_at", "signed_at", "complained_at"]
