"""What an exhibit and a case say about a fact."""

from datetime import date
from decimal import Decimal

import pytest
from tests.domain.dispute import FACTS, KINDS, WAYBILL, at, dispute, exhibit, fact, kg, values

from evidence_desk.domain.facts import Fact
from evidence_desk.domain.fields import field_value, named_value


def test_a_field_is_found_by_its_key_and_by_its_alias() -> None:
    trace = exhibit("trace", "tracking_trace", pickup_at=at("01 18:42"))
    assert field_value(trace, "picked_up_at", KINDS) == at("01 18:42")


def test_the_canonical_key_wins_over_its_alias() -> None:
    trace = exhibit("trace", "tracking_trace", pickup_at=at("02 00:00"), picked_up_at=at("01 18:42"))
    assert field_value(trace, "picked_up_at", KINDS) == at("01 18:42")


def test_an_alias_of_another_key_is_not_read_as_the_fact_of_that_name() -> None:
    receipt = exhibit("pay", "payment_receipt", paid_at=at("04 09:31"))
    assert field_value(receipt, "paid_at", KINDS) is None
    assert field_value(receipt, "transferred_at", KINDS) == at("04 09:31")


def test_text_in_a_field_is_read_as_the_kind_types_it() -> None:
    receipt = exhibit("pay", "payment_receipt", amount="12.00")
    assert field_value(receipt, "paid_amount", KINDS) == Decimal("12.00")


def test_a_field_that_is_no_value_of_its_type_says_nothing() -> None:
    letter = exhibit("letter", "brand_authorization", valid_to="长期")
    assert field_value(letter, "valid_to", KINDS) is None


@pytest.mark.parametrize("key", ["weigh_point", "point"])
@pytest.mark.parametrize("said", ["pickup", "揽收"])
def test_a_weighing_counts_as_the_weight_of_its_point(key: str, said: str) -> None:
    record = exhibit("w", "weight_record", weight_kg="1.260", **{key: said})
    assert field_value(record, "weight_pickup_kg", KINDS) == kg("1.260")
    assert field_value(record, "weight_arrival_kg", KINDS) is None


def test_a_weighing_without_a_point_is_the_weight_of_none() -> None:
    record = exhibit("w", "weight_record", weight_kg="1.260")
    assert field_value(record, "weight_pickup_kg", KINDS) is None


@pytest.mark.parametrize("role", ["return", "退回"])
def test_the_number_on_a_return_stub_is_the_return_parcels(role: str) -> None:
    stub = exhibit("stub", "waybill_stub", waybill_no="SF1", role=role)
    assert field_value(stub, "return_waybill_no", KINDS) == "SF1"
    assert field_value(stub, "waybill_no", KINDS) is None


def test_a_return_stub_that_names_both_numbers_keeps_them_apart() -> None:
    stub = exhibit("stub", "waybill_stub", waybill_no="YT1", return_waybill_no="SF1", role="return")
    assert field_value(stub, "waybill_no", KINDS) == "YT1"
    assert field_value(stub, "return_waybill_no", KINDS) == "SF1"


def test_the_number_on_a_reshipment_is_never_the_first_parcels() -> None:
    proof = exhibit("again", "reship_proof", waybill_no="SF2")
    assert field_value(proof, "waybill_no", KINDS) is None
    assert field_value(proof, "reship_waybill_no", KINDS) == "SF2"


def test_a_role_that_is_no_parcels_changes_nothing() -> None:
    photo = exhibit("photo", "product_photo", role="delivery", waybill_no=WAYBILL)
    assert field_value(photo, "waybill_no", KINDS) == WAYBILL


def test_evidence_without_a_kind_is_read_by_its_bare_keys() -> None:
    assert field_value(exhibit("x", None, waybill_no=WAYBILL), "waybill_no", KINDS) == WAYBILL


def test_a_choice_written_by_its_label_is_read_as_its_key() -> None:
    assert named_value(exhibit("cert", "red_seal_cert", seal_type="公司公章"), "seal_type", KINDS) == "company"


def test_the_cases_own_fact_comes_before_what_exhibits_say() -> None:
    case = dispute(exhibit("s", "sign_off_proof", signer="李**"), facts={"signer": "王**"})
    known = values(case).known("signer")
    assert known is not None
    assert (known.value, known.evidence, known.stated) == ("王**", (), True)


def test_a_fact_without_a_value_of_its_own_takes_the_only_one_exhibits_carry() -> None:
    case = dispute(exhibit("a", "sign_off_proof", signer="王**"), exhibit("b", "red_seal_cert", signer="王**"))
    known = values(case).known("signer")
    assert known is not None
    assert (known.value, known.evidence, known.stated) == ("王**", ("a", "b"), False)


def test_exhibits_that_differ_leave_a_fact_unknown() -> None:
    case = dispute(exhibit("a", "sign_off_proof", signer="王**"), exhibit("b", "red_seal_cert", signer="李**"))
    assert values(case).known("signer") is None


def test_a_kind_that_does_not_bear_the_fact_cannot_supply_it() -> None:
    case = dispute(exhibit("a", "chat_record", signer="王**"), exhibit("b", None, signer="王**"))
    assert values(case).known("signer") is None


def test_evidence_left_out_supplies_nothing() -> None:
    assert values(dispute(exhibit("a", "sign_off_proof", signer="王**", include=False))).known("signer") is None


def test_an_unconfirmed_fact_is_no_fact() -> None:
    case = dispute(facts={"signer": Fact("signer", "王**", confirmed=False)})
    assert values(case).confirmed("signer") is None
    assert values(case).known("signer") is None


def test_the_place_of_a_fact_counts_as_carrying_it() -> None:
    case = dispute(exhibit("photo", "product_photo"), facts={"signer": fact("signer", "王**", "photo")})
    known = values(case).known("signer")
    assert known is not None
    assert known.evidence == ("photo",)


def test_the_place_of_a_fact_counts_for_nothing_once_it_is_left_out() -> None:
    case = dispute(exhibit("photo", "product_photo", include=False), facts={"signer": fact("signer", "王**", "photo")})
    known = values(case).known("signer")
    assert known is not None
    assert known.evidence == ()


def test_a_time_that_is_not_yet_known_is_confirmed_but_cannot_be_reckoned_with() -> None:
    case = dispute(exhibit("n", "order_detail", ruled_at=at("05 10:00")), facts={"ruled_at": "尚未判定"})
    assert values(case).confirmed("ruled_at") == "尚未判定"
    assert values(case).known("ruled_at") is None


def test_the_head_of_the_case_answers_for_its_keys() -> None:
    case = dispute(order_no="X-1", amount=Decimal("129.00"), deadline=at("07 09:30"))
    looked = values(case)
    assert [looked.confirmed(key) for key in ("order_no", "order_amount", "deadline_at", "goods")] == [
        "X-1",
        Decimal("129.00"),
        at("07 09:30"),
        None,
    ]


def test_a_plain_number_that_is_the_reshipments_belongs_to_that_parcel() -> None:
    case = dispute(
        exhibit("first", "waybill_stub", waybill_no="YT1"),
        exhibit("second", "tracking_trace", waybill_no="SF 2"),
        facts={"waybill_no": "YT1", "reship_waybill_no": "SF2"},
    )
    looked = values(case)
    assert [carrier.evidence for carrier in looked.carriers("waybill_no")] == ["first"]
    assert [carrier.evidence for carrier in looked.carriers("reship_waybill_no")] == ["second"]


def test_a_date_field_holds_a_day() -> None:
    letter = exhibit("letter", "brand_authorization", valid_to="2025-12-31")
    assert field_value(letter, "valid_to", KINDS) == date(2025, 12, 31)
    assert "valid_to" not in FACTS
