"""Which page everything stands on. Layout asks, printing numbers; it is repeated until nothing moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evidence_desk.domain.packet import Part
from evidence_desk.domain.statement import Cite
from evidence_desk.packet.typeset import PageNumber, PageTarget

__all__ = ["PART_TITLES", "Pagination", "exhibit_end", "exhibit_place", "page_place", "part_place"]

PART_TITLES = {
    Part.STATEMENT: "申诉说明",
    Part.FACTS: "关键事实与时间线",
    Part.INDEX: "证据目录",
    Part.EXHIBITS: "证据",
    Part.INTEGRITY: "完整性附录",
    Part.REQUIREMENTS: "举证要求对照",
}


def part_place(part: Part) -> str:
    """Name the place where a part begins."""
    return f"part-{part.value}"


def exhibit_place(number: int) -> str:
    """Name the place where an exhibit begins."""
    return f"exhibit-{number}"


def exhibit_end(number: int) -> str:
    """Name the place of an exhibit's last page."""
    return f"exhibit-{number}-end"


def page_place(number: int, page: int) -> str:
    """Name the place of an item's page (from 1) within an exhibit."""
    return f"exhibit-{number}-page-{page}"


@dataclass(frozen=True)
class Pagination:
    """Pages (from 1) by place, as the last layout found them; `numbers` gives an evidence id its exhibit number."""

    numbers: Mapping[str, int]
    pages: Mapping[str, int] = field(default_factory=dict)

    def page(self, place: str) -> int | None:
        """Give the page a place is on, None while it is not known."""
        return self.pages.get(place)

    def target(self, cite: Cite) -> tuple[int, int | None, PageTarget] | None:
        """Give exhibit number, page and place for a citation; None when it cites nothing in this packet."""
        number = self.numbers.get(cite.evidence)
        if number is None:
            return None
        place = exhibit_place(number)
        if cite.page is not None and page_place(number, cite.page) in self.pages:
            place = page_place(number, cite.page)
        return number, self.page(place), PageTarget(place)

    def spell(self, cite: Cite | PageNumber) -> tuple[str, PageTarget | None]:
        """Print a citation, 证据3（第7页）, or the pages of a place, 7 or 7–9."""
        if isinstance(cite, PageNumber):
            first, last = self.page(cite.place), self.page(cite.end)
            if first is None:
                return "" if self.pages else "00", None
            text = f"{first}–{last}" if last and last > first else str(first)
            return text, PageTarget(cite.place)
        found = self.target(cite)
        if found is None:
            return "【证据未收入】", None
        number, page, target = found
        if not self.pages:
            return f"证据{number}（第00页）", target
        return (f"证据{number}（第{page}页）", target) if page else (f"证据{number}", None)
