"""The strongest exhibits."""

from typing import Any

from tests.domain.dispute import (
    KINDS,
    WAYBILL,
    assessed,
    at,
    dispute,
    exhibit,
    fact,
    need,
    playbook,
    position,
    requirement,
)

from evidence_desk.domain.playbook import FieldCondition, Playbook
from evidence_desk.domain.ranking import Strongest, strongest

LINE = position(decisive=("sign_off_proof", "red_seal_cert", "tracking_trace"), facts=("picked_up_at", "signed_at"))
BOOK = playbook(positions=(LINE,))


def ranked(*evidence: Any, book: Playbook = BOOK, count: int = 3, **case: Any) -> tuple[Strongest, ...]:
    made = dispute(*evidence, **case)
    return strongest(made, position=LINE, kinds=KINDS, readiness=assessed(made, book), count=count)


def ids(*evidence: Any, **more: Any) -> list[str]:
    return [one.evidence for one in ranked(*evidence, **more)]


SLIP = exhibit("slip", "sign_off_proof", proves="本人签收")
CERT = exhibit("cert", "red_seal_cert")
TRACE = exhibit("trace", "tracking_trace")
CHAT = exhibit("chat", "chat_record")
STUB = exhibit("stub", "waybill_stub")


def test_decisive_kinds_come_in_the_positions_order() -> None:
    assert ids(CHAT, TRACE, STUB, CERT, SLIP) == ["slip", "cert", "trace"]


def test_one_of_each_kind_comes_before_a_second_of_any() -> None:
    assert ids(exhibit("slip2", "sign_off_proof"), SLIP, TRACE) == ["slip2", "trace", "slip"]


def test_what_meets_a_requirement_comes_before_what_weighs_more() -> None:
    book = playbook(requirements=(requirement("stub", (need("waybill_stub"),)),), positions=(LINE,))
    assert ids(CHAT, STUB, book=book) == ["stub", "chat"]
    assert ids(STUB, CHAT) == ["chat", "stub"]


def test_exhibits_that_contradict_are_never_named() -> None:
    wrong = exhibit("wrong", "sign_off_proof", waybill_no="YT0000001")
    assert ids(wrong, TRACE, facts={"waybill_no": WAYBILL}) == ["trace"]


def test_evidence_left_out_or_without_a_kind_is_never_named() -> None:
    assert ids(exhibit("out", "sign_off_proof", include=False), exhibit("x", None)) == []


def test_no_more_are_named_than_asked() -> None:
    assert ids(SLIP, CERT, TRACE, count=2) == ["slip", "cert"]


def test_the_claim_is_what_the_exhibit_proves_else_its_title() -> None:
    assert [(one.title, one.claim) for one in ranked(SLIP, CERT)] == [
        ("签收底单", "本人签收"),
        ("快递红章证明", "快递红章证明"),
    ]


def test_the_time_is_the_last_event_of_the_positions_story_that_it_shows() -> None:
    trace = exhibit("trace", "tracking_trace", picked_up_at=at("01 18:42"), signed_at=at("04 11:06"))
    (one,) = ranked(trace)
    assert (one.at, one.at_key, one.page) == (at("04 11:06"), "signed_at", None)


def test_a_fact_read_from_the_exhibit_tells_time_and_page() -> None:
    (one,) = ranked(SLIP, facts={"signed_at": fact("signed_at", at("04 11:06"), "slip", page=2)})
    assert (one.at, one.at_key, one.page) == (at("04 11:06"), "signed_at", 2)


def test_a_time_that_belongs_to_another_exhibit_is_not_borrowed() -> None:
    (one,) = ranked(SLIP, facts={"signed_at": fact("signed_at", at("04 11:06"), "elsewhere")})
    assert one.at is None


def test_the_time_of_the_screenshot_is_no_event() -> None:
    (one,) = ranked(exhibit("slip", "sign_off_proof", taken_at=at("06 10:02")))
    assert one.at is None


def test_of_one_kind_the_exhibit_that_meets_a_requirement_comes_first() -> None:
    sealed = need("red_seal_cert", where=(FieldCondition(field="seal_type", one_of=("company",)),))
    book = playbook(requirements=(requirement("cert", (sealed,)),), positions=(LINE,))
    weak = exhibit("weak", "red_seal_cert", seal_type="department")
    strong = exhibit("strong", "red_seal_cert", seal_type="company")
    assert ids(weak, strong, book=book) == ["strong", "weak"]
