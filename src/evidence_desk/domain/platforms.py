"""Platform profiles: what a channel's form takes, how long there is, and how sure anybody can be of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from evidence_desk.domain.deadlines import Window

__all__ = ["Channel", "Platform", "Source"]

FORBID = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a figure comes from. `confidence` A official .. C one page, D a placeholder; `as_of` YYYY[-MM[-DD]]."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    source: str
    as_of: str
    confidence: Literal["A", "B", "C", "D"]

    @property
    def verified(self) -> bool:
        """Whether an official page says so."""
        return self.confidence == "A"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One form of a platform. Bytes are plain bytes (MB = 10^6); None means that no limit is known.

    `ratio_max` is the greatest height/width a clerk's viewer bears; `text_floor_px` the least height of a character in
    a fitted picture; `attempts` how often one may submit; `entry` the menu path; `sources` by the name of the figure.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    name_en: str
    images_max: int | None = None
    image_bytes_max: int | None = None
    image_pixels_max: int | None = None
    ratio_max: float | None = None
    formats: tuple[str, ...] = ("jpg", "png")
    text_max: int | None = None
    text_min: int = 0
    text_unit: Literal["chars", "bytes"] = "chars"
    text_encoding: str = "utf-8"
    text_floor_px: int = 16
    attempts: int | None = None
    long_pictures: bool = False
    complaints: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    note: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Platform:
    """A platform with its channels. The channel whose id is the platform's own is its web form."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID

    id: str
    name: str
    name_en: str
    official_chat: str = ""
    back_office: str = ""
    channels: tuple[Channel, ...]
    windows: tuple[Window, ...] = ()
    seal_rule: str = ""
    consequences: str = ""
    notes: tuple[str, ...] = ()

    @property
    def channel(self) -> Channel:
        """The web form."""
        return next(channel for channel in self.channels if channel.id == self.id)
