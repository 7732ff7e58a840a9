"""The handbook's values: complaint types with their positions and requirements, evidence kinds, wording rules.

Each is a TOML file in resources/ (or in the user's own folder); `handbook` validates the files into these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.checks import Check
from evidence_desk.domain.deadlines import Window
from evidence_desk.domain.facts import FactKey, FactType

__all__ = [
    "Citation",
    "Draft",
    "DraftLine",
    "EvidenceKind",
    "FieldCondition",
    "FieldSpec",
    "KindNeed",
    "Phrase",
    "Playbook",
    "Position",
    "Requirement",
    "SubCase",
    "ToneRule",
]

FORBID = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class FieldCondition:
    """A condition on an exhibit's field: its value is one of `one_of`, or (where that is empty) it has any value."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    field: str
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KindNeed:
    """At least `count` exhibits of `kind` meeting every condition, `distinct` a field whose values must differ."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    kind: str
    count: int = 1
    where: tuple[FieldCondition, ...] = ()
    distinct: str = ""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What the clerk wants to see. Met by any one of `sets`; a set is met when all its needs are.

    Empty `positions` or `platforms` mean all of them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    level: Literal["required", "recommended"]
    sets: tuple[tuple[KindNeed, ...], ...]
    positions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    why: str
    how: str
    rejected: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind that any of the sets names, each once, in order."""
        return tuple(dict.fromkeys(need.kind for one in self.sets for need in one))


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """One sentence of a drafted statement.

    `text` is a template over the facts ({{ waybill_no }}); `at` the fact key whose time stands in front; `cite` the
    kinds whose exhibits carry it (the first that exist). An `optional` line is left out when a fact it names or every
    exhibit it cites is missing; any other says what is missing.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    text: str
    at: str = ""
    cite: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The template of a position's statement. Cross-checks come from the checks that passed, never from here."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    conclusion: str
    course: tuple[DraftLine, ...]
    handling: tuple[DraftLine, ...] = ()
    closing: str = ""


@dataclass(frozen=True, kw_only=True)
class Position:
    """A line of defence. `outcome` "settlement" never denies: it reports what was put right.

    `headline` completes the packet's title ("包裹已由买家本人签收", no full stop). `facts` are the keys this position
    cannot do without. `decisive` ranks the kinds whose exhibits carry it, strongest first.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    name_en: str
    outcome: Literal["defence", "settlement"] = "defence"
    applies: str
    against: str
    headline: str
    facts: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    request: str = ""
    draft: Draft


@dataclass(frozen=True, kw_only=True)
class SubCase:
    """A common form the complaint takes, and the position that usually answers it."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    note: str = ""
    position: str = ""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A rule that bears on the dispute, in our own words. `confidence` A official .. C one third-party page."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    title: str
    article: str = ""
    version: str = ""
    says: str
    platforms: tuple[str, ...] = ()
    source: str
    confidence: Literal["A", "B", "C", "D"]


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence to copy: to the buyer, the outlet or the platform. `moment` says when."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    moment: str
    text: str
    to: Literal["buyer", "carrier", "platform"] = "buyer"


@dataclass(frozen=True, kw_only=True)
class Playbook:
    """All the program knows of one complaint type.

    `names` are what platforms call it, by platform id; `requests` the wording of the request by stage (a position's own
    `request` wins); `consequences` what an upheld complaint costs, by platform id or "" for any.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    name_en: str
    platforms: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    applies: str
    sub_cases: tuple[SubCase, ...] = ()
    default_position: str
    positions: tuple[Position, ...]
    requirements: tuple[Requirement, ...]
    facts: tuple[str, ...]
    extra_facts: tuple[FactKey, ...] = ()
    checks: tuple[Check, ...] = ()
    first_aid: tuple[str, ...]
    phrases: tuple[Phrase, ...] = ()
    consequences: Mapping[str, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    windows: tuple[Window, ...] = ()
    requests: Mapping[Stage, str]
    caution: str = ""

    def position(self, id: str | None) -> Position:
        """Give the position of that id, the default one for None. Raises KeyError for an unknown id."""
        wanted = self.default_position if id is None else id
        for position in self.positions:
            if position.id == wanted:
                return position
        raise KeyError(wanted)

    def request_for(self, case: Case, position: Position) -> str:
        """Give what is asked for: the case's own words, else the position's, else those of the stage."""
        return case.request.strip() or position.request or self.requests.get(case.stage, "")

    def requirements_for(self, position: str, platform: str) -> tuple[Requirement, ...]:
        """Give what counts for a position on a platform, required ones first, else in the file's order."""
        mine = [
            requirement
            for requirement in self.requirements
            if (not requirement.positions or position in requirement.positions)
            and (not requirement.platforms or platform in requirement.platforms)
        ]
        return tuple(sorted(mine, key=lambda requirement: requirement.level != "required"))


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """A field of an evidence kind. `key` is the canonical name; `aliases` are read as it (`point` for weigh_point)."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    key: str
    name: str
    name_en: str
    type: FactType = FactType.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    must: bool = False


@dataclass(frozen=True, kw_only=True)
class EvidenceKind:
    """A kind of evidence: what a valid one shows and why clerks turn it down. `weight` ranks kinds, higher first."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    name_en: str
    shows: str
    rejected: str
    how: str = ""
    fields: tuple[FieldSpec, ...] = ()
    weight: int = 50


@dataclass(frozen=True, kw_only=True)
class ToneRule:
    """Words that cost trust. `pattern` is a regular expression; `suggestion` replaces the match ("" means: delete)."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    pattern: str
    why: str
    suggestion: str = ""
    severity: Literal["error", "warning"] = "error"
