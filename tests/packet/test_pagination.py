"""Pagination: citations say what is known, and lead where they say."""

from evidence_desk.domain.statement import Cite
from evidence_desk.packet.pagination import Pagination, exhibit_end, exhibit_place, page_place
from evidence_desk.packet.typeset import PageNumber, PageTarget

NUMBERS = {"signoff": 3}
PAGES = {exhibit_place(3): 7, exhibit_end(3): 9, page_place(3, 1): 7, page_place(3, 2): 9}
LAID = Pagination(NUMBERS, PAGES)


def test_a_citation_prints_the_exhibits_first_page_and_leads_there() -> None:
    assert LAID.spell(Cite("signoff")) == ("证据3（第7页）", PageTarget(exhibit_place(3)))


def test_a_citation_of_a_page_prints_where_that_page_stands() -> None:
    assert LAID.spell(Cite("signoff", 2)) == ("证据3（第9页）", PageTarget(page_place(3, 2)))


def test_a_citation_of_a_page_that_is_not_there_leads_to_the_exhibit() -> None:
    assert LAID.spell(Cite("signoff", 5)) == ("证据3（第7页）", PageTarget(exhibit_place(3)))


def test_a_citation_of_what_is_left_out_says_so_and_leads_nowhere() -> None:
    assert LAID.spell(Cite("other")) == ("【证据未收入】", None)


def test_without_exhibits_in_the_packet_a_citation_prints_no_page() -> None:
    text, _ = Pagination(NUMBERS, {"part-cover": 1}).spell(Cite("signoff"))
    assert text == "证据3"


def test_pages_are_printed_as_one_or_as_from_to() -> None:
    assert LAID.spell(PageNumber(exhibit_place(3), exhibit_end(3)))[0] == "7–9"
    assert LAID.spell(PageNumber(exhibit_place(3)))[0] == "7"
    assert LAID.spell(PageNumber(exhibit_place(3), exhibit_place(3)))[0] == "7"


def test_pages_of_what_is_not_in_the_packet_are_left_blank() -> None:
    assert LAID.spell(PageNumber(exhibit_place(4), exhibit_end(4))) == ("", None)


def test_before_the_first_layout_room_is_kept_for_two_digits() -> None:
    blank = Pagination(NUMBERS)
    assert blank.spell(Cite("signoff"))[0] == "证据3（第00页）"
    assert blank.spell(PageNumber(exhibit_place(3)))[0] == "00"
