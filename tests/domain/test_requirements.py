"""Requirements: what meets them, and what is said where nothing does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dispute import dispute, exhibit, need, requirement, values

from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.playbook import FieldCondition, Requirement
from evidence_desk.domain.readiness import RequirementState
from evidence_desk.domain.requiring import judge_requirements
from evidence_desk.errors import Words

COMPANY_SEAL = FieldCondition(field="seal_type", one_of=("company",))
SIGNED = requirement(
    "sign_off",
    (need("sign_off_proof"),),
    (need("red_seal_cert", where=(COMPANY_SEAL,)), need("tracking_trace")),
    name="签收凭证",
)
WEIGHED = requirement("weights", (need("weight_record", count=2, distinct="weigh_point"),), name="两次称重")


def judge(wanted: Requirement, *evidence: Evidence, distrust: dict[str, Words] | None = None) -> RequirementState:
    (state,) = judge_requirements(values(dispute(*evidence)), requirements=(wanted,), distrust=distrust or {})
    return state


SLIP = exhibit("slip", "sign_off_proof")
TRACE = exhibit("trace", "tracking_trace")
CERT = exhibit("cert", "red_seal_cert", seal_type="company")


def weighing(id: str, **fields: Any) -> Evidence:
    return exhibit(id, "weight_record", **fields)


def test_any_one_set_is_enough() -> None:
    assert judge(SIGNED, SLIP).evidence == ("slip",)
    assert judge(SIGNED, TRACE, CERT).evidence == ("trace", "cert")


def test_a_set_needs_all_its_parts() -> None:
    assert not judge(SIGNED, CERT).satisfied
    assert not judge(SIGNED, TRACE).satisfied


def test_all_met_sets_are_named_in_the_cases_order() -> None:
    assert judge(SIGNED, TRACE, SLIP, CERT).evidence == ("trace", "slip", "cert")


def test_nothing_is_named_where_nothing_is_met() -> None:
    assert judge(SIGNED, CERT).evidence == ()


@pytest.mark.parametrize("seal", ["department", "部门章", None])
def test_an_exhibit_has_to_meet_the_condition(seal: str | None) -> None:
    cert = exhibit("cert", "red_seal_cert", **({"seal_type": seal} if seal else {}))
    state = judge(SIGNED, cert, TRACE)
    assert not state.satisfied
    unmet = "不符合“印章种类为公司公章”" if seal else "没有填写印章种类（seal_type）"
    assert f"证据1（快递红章证明）{unmet}，未计入" in state.explanation.zh


def test_a_condition_reads_a_choice_by_its_label() -> None:
    assert judge(SIGNED, exhibit("cert", "red_seal_cert", seal_type="公司公章"), TRACE).satisfied


def test_a_condition_may_name_an_alias_and_ask_for_any_value() -> None:
    timed = requirement("timed", (need("weight_record", where=(FieldCondition(field="at"),)),))
    assert not judge(timed, weighing("w")).satisfied
    assert judge(timed, weighing("w", weighed_at="2024-11-01T18:42")).satisfied


def test_a_count_wants_as_many_exhibits() -> None:
    twice = requirement("twice", (need("refund_screenshot", count=2),))
    assert not judge(twice, exhibit("r1", "refund_screenshot")).satisfied
    assert judge(twice, exhibit("r1", "refund_screenshot"), exhibit("r2", "refund_screenshot")).satisfied


def test_the_same_file_twice_counts_once() -> None:
    twice = requirement("twice", (need("refund_screenshot", count=2),))
    same = [exhibit(one, "refund_screenshot", files=("a.png",)) for one in ("r1", "r2")]
    assert not judge(twice, *same).satisfied


@pytest.mark.parametrize(
    ("points", "met"),
    [
        (("pickup", "arrival"), True),
        (("揽收", "到件"), True),
        (("pickup", "pickup"), False),
        (("pickup", "揽收"), False),
        (("pickup", None), False),
        ((None, None), False),
        (("pickup", "pickup", "arrival"), True),
    ],
)
def test_distinct_wants_values_that_differ(points: tuple[str | None, ...], met: bool) -> None:
    records = [weighing(f"w{n}", **({"point": point} if point else {})) for n, point in enumerate(points)]
    assert judge(WEIGHED, *records).satisfied is met


def test_evidence_left_out_meets_nothing() -> None:
    state = judge(SIGNED, exhibit("slip", "sign_off_proof", include=False))
    assert not state.satisfied
    assert "“签收底单”没有放入材料，未计入" in state.explanation.zh


def test_evidence_without_a_kind_meets_nothing() -> None:
    assert not judge(SIGNED, exhibit("slip", None)).satisfied


def test_evidence_that_contradicts_meets_nothing_and_is_named() -> None:
    state = judge(SIGNED, SLIP, distrust={"slip": Words("的运单号与别处不一致", "contradicts in waybill_no")})
    assert not state.satisfied
    assert "证据1（签收底单）的运单号与别处不一致，未计入" in state.explanation.zh
    assert "slip contradicts in waybill_no, not counted" in state.explanation.en


def test_the_explanation_lists_the_alternatives_where_nothing_is_there() -> None:
    words = judge(SIGNED).explanation
    assert words.zh == "缺少签收凭证：需要签收底单；或快递红章证明（印章种类为公司公章）加物流轨迹。"
    assert words.en.startswith("签收凭证 is missing: needed sign off proof; or red seal cert")


def test_the_explanation_takes_the_set_that_lacks_least() -> None:
    wanted = requirement(
        "x",
        (need("sign_off_proof"), need("waybill_stub"), need("chat_record")),
        (need("tracking_trace", count=2),),
        name="签收",
    )
    assert judge(wanted, TRACE).explanation.zh == "签收：已有 1 份物流轨迹，还需另 1 份物流轨迹。"
    two = judge(wanted, SLIP, exhibit("stub", "waybill_stub"))
    assert two.explanation.zh == "签收：已有 1 份签收底单、 1 份快递面单，还需聊天记录。"


def test_the_explanation_says_that_another_weighing_point_is_wanted() -> None:
    words = judge(WEIGHED, weighing("w", point="pickup")).explanation
    assert words.zh == "两次称重：已有 1 份称重记录，还需称重点不同的另 1 份。"


def test_a_weighing_that_does_not_say_its_point_is_explained() -> None:
    assert "证据1（称重记录）没有填写称重点（weigh_point），未计入" in judge(WEIGHED, weighing("w")).explanation.zh


def test_the_explanation_of_a_met_requirement_names_its_exhibits() -> None:
    assert judge(SIGNED, SLIP).explanation.zh == "签收凭证：已有证据1（签收底单）。"


_POOL = [
    SLIP,
    TRACE,
    CERT,
    exhibit("cert2", "red_seal_cert", seal_type="department"),
    weighing("w1", point="pickup"),
    weighing("w2", point="arrival"),
    weighing("w3", point="pickup"),
    exhibit("x", None),
]
_subsets = st.lists(st.sampled_from(_POOL), unique_by=lambda item: item.id)


@given(_subsets, _subsets)
def test_more_evidence_never_undoes_a_requirement(some: list[Evidence], more: list[Evidence]) -> None:
    extra = [item for item in more if item not in some]
    for wanted in (SIGNED, WEIGHED):
        if judge(wanted, *some).satisfied:
            assert judge(wanted, *some, *extra).satisfied


@given(_subsets, st.randoms())
def test_order_never_decides(some: list[Evidence], random: object) -> None:
    shuffled = list(reversed(some))
    for wanted in (SIGNED, WEIGHED):
        assert judge(wanted, *some).satisfied is judge(wanted, *shuffled).satisfied


@given(_subsets)
def test_what_is_named_meets_the_requirement_by_itself(some: list[Evidence]) -> None:
    for wanted in (SIGNED, WEIGHED):
        state = judge(wanted, *some)
        named = [item for item in some if item.id in state.evidence]
        assert judge(wanted, *named).satisfied is state.satisfied
