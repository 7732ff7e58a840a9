"""Checks: named rule kinds with parameters. Nothing is evaluated; each kind is one class below."""

from dataclasses import dataclass
from typing import ClassVar, Literal

__all__ = ["Check"]

FORBID = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class _CheckBase:
    """What every check has.

    `passed` is the cross-check sentence a statement may print when the check passed; `failed` what is said when it did
    not. Both may name facts in braces: "{signed_at}". Empty `positions` mean all. `level` "warning" weakens,
    "error" is a contradiction that clerks reject.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    failed: str
    passed: str = ""
    level: Literal["error", "warning"] = "error"
    positions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotBefore(_CheckBase):
    """`later` is not before `earlier` (times or dates); with `strict` they may not be equal either."""

    rule: Literal["not_before"] = "not_before"
    earlier: str
    later: str
    strict: bool = False


@dataclass(frozen=True, kw_only=True)
class AtLeast(_CheckBase):
    """`fact` is at least the fact `minimum` or the plain number `value`."""

    rule: Literal["at_least"] = "at_least"
    fact: str
    minimum: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class AtMost(_CheckBase):
    """`fact` is at most the fact `maximum` or the plain number `value`."""

    rule: Literal["at_most"] = "at_most"
    fact: str
    maximum: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class EqualAcross(_CheckBase):
    """Every value of `fact`, in the case's facts and the fields of all exhibits (of `kinds`, or any), is the same."""

    rule: Literal["equal_across"] = "equal_across"
    fact: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Within(_CheckBase):
    """From `start` to `end` no more than `hours` pass (and no fewer than 0)."""

    rule: Literal["within"] = "within"
    start: str
    end: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class LongerThan(_CheckBase):
    """From `start` to `end` at least `hours` pass."""

    rule: Literal["longer_than"] = "longer_than"
    start: str
    end: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class Between(_CheckBase):
    """`fact` (a time) lies from `start` to `end`."""

    rule: Literal["between"] = "between"
    fact: str
    start: str
    end: str


@dataclass(frozen=True, kw_only=True)
class Covers(_CheckBase):
    """Each exhibit of `kind` that has validity fields covers the day of `fact`."""

    rule: Literal["covers"] = "covers"
    kind: str
    fact: str
    valid_from: str = "valid_from"
    valid_to: str = "valid_to"


@dataclass(frozen=True, kw_only=True)
class WeightsAgree(_CheckBase):
    """The facts `first` and `second` (kg) differ by no more than `tolerance_kg`."""

    rule: Literal["weights_agree"] = "weights_agree"
    first: str
    second: str
    tolerance_kg: str = "0.050"


@dataclass(frozen=True, kw_only=True)
class ProvesNothingWhen(_CheckBase):
    """Fails when `fact` is smaller than `less_than`: then agreeing weights prove nothing."""

    rule: Literal["proves_nothing_when"] = "proves_nothing_when"
    fact: str
    less_than: str


@dataclass(frozen=True, kw_only=True)
class ChainUnbroken(_CheckBase):
    """Exhibits of `kind`, in case order, lead from `giver` to `taker` without a gap; the last taker is fact `end`."""

    rule: Literal["chain_unbroken"] = "chain_unbroken"
    kind: str
    giver: str = "grantor"
    taker: str = "grantee"
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class OneOf(_CheckBase):
    """`fact` is one of `values`; with `forbidden` it is none of them."""

    rule: Literal["one_of"] = "one_of"
    fact: str
    values: tuple[str, ...]
    forbidden: bool = False


@dataclass(frozen=True, kw_only=True)
class NamesMatch(_CheckBase):
    """Two names agree as far as their masks (王**, 王*明) let one see; `second` a fact key or "buyer"."""

    rule: Literal["names_match"] = "names_match"
    first: str
    second: str


@dataclass(frozen=True, kw_only=True)
class OrderDate(_CheckBase):
    """An order number that begins with a date (yymmdd) begins with the day of `fact`."""

    rule: Literal["order_date"] = "order_date"
    fact: str = "paid_at"


@dataclass(frozen=True, kw_only=True)
class Ascending(_CheckBase):
    """`field` (a time) of the exhibits of `kind` ascends in case order."""

    rule: Literal["ascending"] = "ascending"
    kind: str
    field: str


Check = (
    NotBefore
    | AtLeast
    | AtMost
    | EqualAcross
    | Within
    | LongerThan
    | Between
    | Covers
    | WeightsAgree
    | ProvesNothingWhen
    | ChainUnbroken
    | OneOf
    | NamesMatch
    | OrderDate
    | Ascending
)
