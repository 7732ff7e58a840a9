"""What types cannot say of facts, kinds, wording and platforms."""

import re
from collections.abc import Mapping, Sequence

from evidence_desk.domain.deadlines import Window
from evidence_desk.domain.facts import FactKey, FactType
from evidence_desk.domain.platforms import Channel, Platform
from evidence_desk.domain.playbook import EvidenceKind, FieldSpec, ToneRule
from evidence_desk.errors import Words
from evidence_desk.handbook.report import COMPLAINT, PLATFORM, KnownIds, Report

__all__ = ["check_fact_key", "check_facts", "check_id", "check_kinds", "check_platform", "check_tone", "check_window"]

_ID = re.compile(r"[a-z][a-z0-9_]{0,47}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_UNDATED = "日期不详"
_FORMATS = ("jpg", "png", "gif", "bmp", "webp", "pdf")


def check_facts(facts: Sequence[FactKey], report: Report) -> None:
    """Keys are written as keys and stand once; choices belong to choice facts."""
    report.unique("fact", (fact.key for fact in facts))
    for index, fact in enumerate(facts):
        check_fact_key(fact, f"fact[{index}]", report)


def check_fact_key(fact: FactKey, key: str, report: Report) -> None:
    """One key of the vocabulary, wherever it is declared."""
    check_id(fact.key, f"{key}.key", report)
    if bool(fact.choices) != (fact.type is FactType.CHOICE):
        report.add(
            f"{key}.choices",
            Words(
                "type 为 choice 时须列出 choices，其他类型不可有。", "choices belong to type choice, and it needs them."
            ),
        )


def check_id(id: str, key: str, report: Report) -> None:
    """Ids are plain: small letters, digits and underscores."""
    if not _ID.fullmatch(id):
        report.add(
            key,
            Words(f"“{id}”应由小写字母、数字和下划线组成。", f"{id!r} must be small letters, digits and underscores."),
        )


def check_kinds(kinds: Sequence[EvidenceKind], *, facts: Mapping[str, FactKey], report: Report) -> None:
    """Ids and field keys stand once; a field that bears a fact's key has its type."""
    report.unique("kind", (kind.id for kind in kinds))
    for index, kind in enumerate(kinds):
        check_id(kind.id, f"kind[{index}].id", report)
        report.unique(
            f"kind[{index}].fields",
            (name for field in kind.fields for name in (field.key, *field.aliases)),
        )
        for place, field in enumerate(kind.fields):
            _check_field(field, f"kind[{index}].fields[{place}]", facts=facts, report=report)


def _check_field(field: FieldSpec, key: str, *, facts: Mapping[str, FactKey], report: Report) -> None:
    check_id(field.key, f"{key}.key", report)
    if bool(field.choices) != (field.type is FactType.CHOICE):
        report.add(
            f"{key}.choices",
            Words(
                "type 为 choice 时须列出 choices，其他类型不可有。", "choices belong to type choice, and it needs them."
            ),
        )
    fact = facts.get(field.key)
    if fact is None or field.type is fact.type:
        return
    # a closed list may narrow what is free text elsewhere
    if not (field.type is FactType.CHOICE and fact.type is FactType.TEXT):
        report.add(
            f"{key}.type",
            Words(
                f"“{field.key}”在 facts.toml 中是 {fact.type}，这里也必须是。",
                f"{field.key!r} is {fact.type} in facts.toml and must be so here.",
            ),
        )


def check_tone(rules: Sequence[ToneRule], report: Report) -> None:
    """Patterns compile, match something, and no suggestion breaks a rule itself."""
    report.unique("tone", (rule.id for rule in rules))
    patterns: list[tuple[str, re.Pattern[str]]] = []
    for index, rule in enumerate(rules):
        key = f"tone[{index}].pattern"
        try:
            pattern = re.compile(rule.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            report.add(key, Words(f"不是正则表达式（{error}）。", f"no regular expression: {error}."))
            continue
        if pattern.search("") is not None:
            report.add(key, Words("会匹配空文字，等于处处报错。", "it matches the empty text, that is everywhere."))
            continue
        patterns.append((rule.id, pattern))
    for index, rule in enumerate(rules):
        for other, pattern in patterns:
            if rule.suggestion and pattern.search(rule.suggestion):
                report.add(
                    f"tone[{index}].suggestion",
                    Words(f"建议的说法本身违反规则“{other}”。", f"the suggestion itself breaks the rule {other!r}."),
                )


def check_platform(platform: Platform, stem: str, *, known: KnownIds, report: Report) -> None:
    """The file's name is the id; channels are the platform's own; limits make sense; figures name their source."""
    if platform.id != stem:
        report.add("id", Words(f"应与文件名一致：{stem}。", f"must equal the file's name: {stem}."))
    ids = [channel.id for channel in platform.channels]
    report.unique("channels", ids)
    if platform.id not in ids:
        report.add(
            "channels",
            Words(
                f"须有一个 id 为“{platform.id}”的渠道（网页表单）。",
                f"one channel, the web form, must be {platform.id!r}.",
            ),
        )
    for index, channel in enumerate(platform.channels):
        _check_channel(channel, f"channels[{index}]", platform=platform.id, report=report)
        report.each_known(f"channels[{index}].complaints", COMPLAINT, values=channel.complaints, known=known.playbooks)
    for index, window in enumerate(platform.windows):
        check_window(window, f"windows[{index}]", platforms=known.platforms, report=report)
        complaint = (window.complaint,) if window.complaint else ()
        report.each_known(f"windows[{index}].complaint", COMPLAINT, values=complaint, known=known.playbooks)
        if window.platform not in ("", platform.id):
            report.add(
                f"windows[{index}].platform",
                Words(f"应为“{platform.id}”或留空。", f"must be {platform.id!r} or left empty."),
            )


def _check_channel(channel: Channel, key: str, *, platform: str, report: Report) -> None:
    # the loader finds a channel's file by this without opening the others
    if channel.id != platform and not channel.id.startswith(f"{platform}_"):
        report.add(f"{key}.id", Words(f"应以“{platform}_”开头。", f"must begin with {platform}_."))
    figures = {
        "images_max": channel.images_max,
        "image_bytes_max": channel.image_bytes_max,
        "image_pixels_max": channel.image_pixels_max,
        "ratio_max": channel.ratio_max,
        "text_max": channel.text_max,
        "attempts": channel.attempts,
    }
    for name, figure in figures.items():
        if figure is None:
            continue
        if figure <= 0:
            report.add(
                f"{key}.{name}",
                Words("应大于 0；不知道上限就删去这一项。", "must be above 0; leave it out if unknown."),
            )
        if name not in channel.sources:
            report.add(
                f"{key}.sources.{name}",
                Words("每个数字都要写明来源、日期和可信度。", "each figure needs its source, date and confidence."),
            )
    for name, source in channel.sources.items():
        if name not in figures and name not in ("formats", "entry", "text_min", "long_pictures", "note"):
            report.add(f"{key}.sources.{name}", Words("没有这个数字。", "there is no such figure."))
        _check_as_of(source.as_of, f"{key}.sources.{name}.as_of", report)
    if channel.text_max is not None and not 0 <= channel.text_min <= channel.text_max:
        report.add(f"{key}.text_min", Words("应在 0 与 text_max 之间。", "must lie between 0 and text_max."))
    report.each_known(f"{key}.formats", Words("图片格式", "format"), values=channel.formats, known=_FORMATS)
    if not channel.formats:
        report.add(f"{key}.formats", Words("至少写一种格式。", "name at least one format."))
    try:
        "申诉".encode(channel.text_encoding)
    except (LookupError, UnicodeEncodeError):
        report.add(
            f"{key}.text_encoding",
            Words(f"“{channel.text_encoding}”不是能写中文的编码。", f"{channel.text_encoding!r} encodes no Chinese."),
        )


def check_window(window: Window, key: str, *, platforms: tuple[str, ...], report: Report) -> None:
    """A window names a platform that exists, hours that are hours, and a span above nothing."""
    if window.platform:
        report.each_known(f"{key}.platform", PLATFORM, values=(window.platform,), known=platforms)
    if window.amount <= 0:
        report.add(f"{key}.amount", Words("应大于 0。", "must be above 0."))
    for name, clock in (("daily_from", window.daily_from), ("daily_to", window.daily_to)):
        if not _CLOCK.fullmatch(clock):
            report.add(f"{key}.{name}", Words("应为“HH:MM”。", "HH:MM expected."))
    if window.daily_from >= window.daily_to:
        report.add(f"{key}.daily_to", Words("应晚于 daily_from。", "must be later than daily_from."))
    _check_as_of(window.as_of, f"{key}.as_of", report)


def _check_as_of(text: str, key: str, report: Report) -> None:
    if text != _UNDATED and not _DAY.fullmatch(text):
        report.add(
            key,
            Words(
                f"应为“年-月-日”“年-月”或“年”，不知道就写“{_UNDATED}”。",
                f"YYYY, YYYY-MM or YYYY-MM-DD expected, or {_UNDATED!r} where unknown.",
            ),
        )
