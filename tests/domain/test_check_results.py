"""All checks of a case together: what is said of them, and whom they discredit."""

from typing import Any

import pytest
from tests.domain.dispute import ORDER, at, checked, dispute, exhibit, fact, kg, need, playbook, requirement

from evidence_desk.domain import checks

SIGNED_LATER = checks.NotBefore(
    id="signed_after_pickup",
    earlier="picked_up_at",
    later="signed_at",
    failed="签收（{signed_at}）早于揽收（{picked_up_at}）。",
    passed="签收（{signed_at}）晚于揽收",
)
TIMES = {"picked_up_at": at("01 18:42"), "signed_at": at("04 11:06")}
BACKWARDS = {"picked_up_at": at("04 11:06"), "signed_at": at("01 18:42")}


def test_a_passed_check_says_its_sentence_with_its_exhibits() -> None:
    slip = exhibit("slip", "sign_off_proof", signed_at=at("04 11:06"))
    trace = exhibit("trace", "tracking_trace")
    shown = TIMES | {"picked_up_at": fact("picked_up_at", TIMES["picked_up_at"], "trace")}
    (cross,) = checked(dispute(slip, trace, facts=shown), SIGNED_LATER).cross_checks
    assert (cross.check, cross.sentence) == ("signed_after_pickup", "签收（2024-11-04 11:06）晚于揽收")
    assert set(cross.evidence) == {"slip", "trace"}


def test_a_passed_check_says_nothing_where_a_value_was_only_typed_in() -> None:
    slip = exhibit("slip", "sign_off_proof", signed_at=at("04 11:06"))
    results = checked(dispute(slip, facts=TIMES), SIGNED_LATER)
    assert (results.cross_checks, results.contradictions) == ((), ())
    assert "signed_after_pickup" not in [one.check for one in results.unknown]


def test_a_failed_check_names_values_and_places() -> None:
    slip = exhibit("slip", "sign_off_proof", title="派件联", signed_at=at("01 18:42"))
    (found,) = checked(dispute(slip, facts=BACKWARDS), SIGNED_LATER).contradictions
    assert found.message == (
        "签收（2024-11-01 18:42）早于揽收（2024-11-04 11:06）。"
        "（揽收时间 2024-11-04 11:06 为案件所填；签收时间 2024-11-01 18:42 见证据1（派件联））"
    )
    assert (found.rule, found.check, found.facts) == (
        "not_before",
        "signed_after_pickup",
        ("picked_up_at", "signed_at"),
    )
    assert found.evidence == ("slip",)


def test_a_check_without_values_is_unknown_and_says_what_it_lacks() -> None:
    results = checked(dispute(facts={"signed_at": at("04 11:06")}), SIGNED_LATER)
    mine = next(one for one in results.unknown if one.check == "signed_after_pickup")
    assert mine.missing == ("picked_up_at",)
    assert not results.contradictions
    assert not results.cross_checks


def test_a_sentence_that_needs_a_missing_fact_is_not_said() -> None:
    check = checks.AtLeast(id="c", fact="quantity", value="1", failed="x", passed="{carrier}发出 {quantity} 件")
    assert not checked(dispute(facts={"quantity": 2}), check).cross_checks


def test_a_failure_that_names_a_missing_fact_is_said_all_the_same() -> None:
    check = checks.AtLeast(id="c", fact="quantity", value="3", failed="{carrier}只发出 {quantity} 件")
    (found,) = checked(dispute(facts={"quantity": 2}), check).contradictions
    assert found.message.startswith("未知只发出 2 件")


@pytest.mark.parametrize(
    ("limits", "runs"),
    [
        ({}, True),
        ({"positions": ("signed",)}, True),
        ({"positions": ("other",)}, False),
        ({"platforms": ("pinduoduo",)}, True),
        ({"platforms": ("jd",)}, False),
    ],
)
def test_a_check_runs_for_its_positions_and_platforms(limits: dict[str, Any], runs: bool) -> None:
    check = checks.AtLeast(id="c", fact="quantity", value="3", failed="x", **limits)
    assert bool(checked(dispute(facts={"quantity": 2}), check).contradictions) is runs


def test_only_an_error_discredits_exhibits() -> None:
    slip = exhibit("slip", "sign_off_proof", signed_at=at("01 18:42"))
    for level, expected in (("error", {"slip"}), ("warning", set())):
        check = checks.NotBefore(
            id="c",
            earlier="picked_up_at",
            later="signed_at",
            failed="x",
            level=level,  # type: ignore[arg-type]  # both are levels
        )
        assert checked(dispute(slip, facts=BACKWARDS), check).distrusted == expected


@pytest.mark.parametrize("key", ["waybill_no", "order_no", "trade_no"])
def test_numbers_are_compared_without_any_check_in_the_playbook(key: str) -> None:
    first, second = exhibit("a", None, **{key: "AB100001"}), exhibit("b", None, **{key: "AB100002"})
    (found,) = checked(dispute(first, second)).contradictions
    assert (found.rule, found.facts, found.evidence, found.level) == ("equal_across", (key,), ("a", "b"), "error")
    assert "证据1（a.png）为 AB100001；证据2（b.png）为 AB100002" in found.message


def test_an_exhibits_order_number_is_compared_with_the_head_of_the_case() -> None:
    chat = exhibit("chat", "chat_record", order_no="别的订单")
    (found,) = checked(dispute(chat, order_no=ORDER)).contradictions
    assert found.evidence == ("chat",)
    assert f"案件所填为 {ORDER}" in found.message


def test_a_failure_that_the_playbook_words_itself_is_said_once() -> None:
    own = checks.EqualAcross(id="own", fact="waybill_no", failed="单号对不上。")
    case = dispute(exhibit("a", "sign_off_proof", waybill_no="YT1"), exhibit("b", "waybill_stub", waybill_no="YT2"))
    assert [one.check for one in checked(case, own).contradictions] == ["own"]


def test_a_check_of_some_kinds_does_not_hide_a_contradiction_in_others() -> None:
    own = checks.EqualAcross(id="own", fact="waybill_no", kinds=("sign_off_proof", "waybill_stub"), failed="x")
    case = dispute(
        exhibit("a", "sign_off_proof", waybill_no="YT1"),
        exhibit("b", "waybill_stub", waybill_no="YT1"),
        exhibit("c", "tracking_trace", waybill_no="YT2"),
    )
    assert [one.check for one in checked(case, own).contradictions] == ["same_waybill_no"]


def test_agreeing_waybill_numbers_may_be_said() -> None:
    case = dispute(
        exhibit("a", "sign_off_proof", waybill_no="YT1"),
        exhibit("b", "waybill_stub", waybill_no="YT1"),
        facts={"waybill_no": "YT1"},
    )
    (cross,) = checked(case).cross_checks
    assert (cross.sentence, cross.evidence) == ("各份凭证的运单号一致，均为 YT1", ("a", "b"))


def test_refunds_of_several_orders_are_no_contradiction_where_the_playbook_counts_them() -> None:
    book = playbook(requirements=(requirement("cycles", (need("refund_screenshot", count=2, distinct="order_no"),)),))
    case = dispute(
        exhibit("r1", "refund_screenshot", order_no="A100001"),
        exhibit("r2", "refund_screenshot", order_no="A100002"),
        order_no="A100001",
    )
    assert not checked(case, book=book).contradictions
    assert checked(case).contradictions


AGREE = checks.WeightsAgree(
    id="agree", first="weight_pickup_kg", second="weight_arrival_kg", failed="x", passed="两次称重相符"
)
PROVES = checks.ProvesNothingWhen(id="light", fact="weight_missing_kg", less_than="0.050", failed="太轻")
WEIGHTS = {"weight_pickup_kg": kg("1.260"), "weight_arrival_kg": kg("1.258")}


def test_agreeing_weights_are_not_said_where_they_prove_nothing() -> None:
    weighings = (
        exhibit("w1", "weight_record", point="pickup", weight_kg="1.260"),
        exhibit("w2", "weight_record", point="arrival", weight_kg="1.258"),
    )
    light = checked(dispute(*weighings, facts=WEIGHTS | {"weight_missing_kg": kg("0.030")}), AGREE, PROVES)
    assert (light.cross_checks, [one.check for one in light.contradictions]) == ((), ["light"])
    heavy = checked(dispute(*weighings, facts=WEIGHTS | {"weight_missing_kg": kg("0.138")}), AGREE, PROVES)
    assert [one.sentence for one in heavy.cross_checks] == ["两次称重相符"]


def test_weighings_of_two_points_are_compared_from_their_exhibits() -> None:
    case = dispute(
        exhibit("w1", "weight_record", point="pickup", weight_kg="1.260"),
        exhibit("w2", "weight_record", point="arrival", weight_kg="1.100"),
    )
    (found,) = checked(case, AGREE).contradictions
    assert found.evidence == ("w1", "w2")


def test_a_broken_chain_says_what_each_letter_shows() -> None:
    chain = checks.ChainUnbroken(id="chain", kind="brand_authorization", failed="授权链断了。")
    case = dispute(
        exhibit("ab", "brand_authorization", grantor="甲", grantee="乙"),
        exhibit("cd", "brand_authorization", grantor="丙", grantee="丁"),
    )
    (found,) = checked(case, chain).contradictions
    assert found.message == "授权链断了。（证据1（品牌授权书） grantee 乙；证据2（品牌授权书） grantor 丙）"
