"""What types cannot say of a playbook: that all it names exists, once, and means what it is used for."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from string import Formatter

from evidence_desk.domain import checks as rules
from evidence_desk.domain.cases import Stage
from evidence_desk.domain.facts import FactKey, FactType
from evidence_desk.domain.playbook import DraftLine, KindNeed, Playbook, Position, Requirement
from evidence_desk.errors import Words
from evidence_desk.handbook.case_values import CASE_KEYS
from evidence_desk.handbook.references import check_fact_key, check_id, check_window
from evidence_desk.handbook.report import FACT, FIELD, KIND, PLATFORM, POSITION, Known, Report
from evidence_desk.handbook.templates import names_in

__all__ = ["check_playbook"]

_DENIAL = re.compile("驳回|不成立|不属实|与事实不符|并非|并未|从未|没有过错|无过错|不存在|与我店无关|不承担")
_TIMES = (FactType.TIME, FactType.DATE)
_NUMBERS = (FactType.AMOUNT, FactType.WEIGHT, FactType.NUMBER)
_TEXTS = (FactType.TEXT, FactType.CHOICE)
_ANY = tuple(FactType)

_PARAMETERS: Mapping[str, Mapping[str, tuple[FactType, ...]]] = {
    "not_before": {"earlier": _TIMES, "later": _TIMES},
    "at_least": {"fact": _NUMBERS, "minimum": _NUMBERS},
    "at_most": {"fact": _NUMBERS, "maximum": _NUMBERS},
    "equal_across": {"fact": _ANY},
    "within": {"start": _TIMES, "end": _TIMES},
    "longer_than": {"start": _TIMES, "end": _TIMES},
    "between": {"fact": _TIMES, "start": _TIMES, "end": _TIMES},
    "covers": {"fact": _TIMES},
    "weights_agree": {"first": (FactType.WEIGHT,), "second": (FactType.WEIGHT,)},
    "proves_nothing_when": {"fact": _NUMBERS},
    "chain_unbroken": {"end": _TEXTS},
    "one_of": {"fact": _TEXTS},
    "names_match": {"first": _TEXTS, "second": _TEXTS},
    "order_date": {"fact": _TIMES},
    "ascending": {},
}
"""The parameters of each rule kind that name facts, and the types that make sense there."""

_PLAIN_NUMBERS = ("value", "tolerance_kg", "less_than")
_OPTIONAL = ("minimum", "maximum", "end")


def check_playbook(playbook: Playbook, stem: str, *, known: Known, report: Report) -> None:
    """Report every reference of a playbook that leads nowhere."""
    if playbook.id != stem:
        report.add("id", Words(f"应与文件名一致：{stem}。", f"must equal the file's name: {stem}."))
    for index, fact in enumerate(playbook.extra_facts):
        check_fact_key(fact, f"extra_facts[{index}]", report)
    report.unique("extra_facts", (*known.facts, *CASE_KEYS, *(fact.key for fact in playbook.extra_facts)))
    facts = {**known.facts, **{fact.key: fact for fact in playbook.extra_facts}}
    known = known._replace(facts=facts)
    _check_head(playbook, known, report)
    for index, position in enumerate(playbook.positions):
        _check_position(position, f"positions[{index}]", known=known, report=report)
    for index, requirement in enumerate(playbook.requirements):
        _check_requirement(requirement, f"requirements[{index}]", playbook=playbook, known=known, report=report)
    for index, check in enumerate(playbook.checks):
        _check_check(check, f"checks[{index}]", playbook=playbook, known=known, report=report)
    for index, window in enumerate(playbook.windows):
        check_window(window, f"windows[{index}]", platforms=known.platforms, report=report)
        if window.complaint not in ("", playbook.id):
            report.add(
                f"windows[{index}].complaint",
                Words(f"应为“{playbook.id}”或留空。", f"must be {playbook.id!r} or left empty."),
            )


def _check_head(playbook: Playbook, known: Known, report: Report) -> None:
    positions = [position.id for position in playbook.positions]
    report.unique("positions", positions)
    report.unique("sub_cases", (one.id for one in playbook.sub_cases))
    report.unique("requirements", (one.id for one in playbook.requirements))
    report.unique("checks", (one.id for one in playbook.checks))
    report.each_known("default_position", POSITION, values=(playbook.default_position,), known=positions)
    for index, sub_case in enumerate(playbook.sub_cases):
        if sub_case.position:
            report.each_known(f"sub_cases[{index}].position", POSITION, values=(sub_case.position,), known=positions)
    report.each_known("platforms", PLATFORM, values=playbook.platforms, known=known.platforms)
    report.each_known("names", PLATFORM, values=playbook.names, known=known.platforms)
    report.each_known("consequences", PLATFORM, values=playbook.consequences, known=("", *known.platforms))
    for index, citation in enumerate(playbook.citations):
        report.each_known(f"citations[{index}].platforms", PLATFORM, values=citation.platforms, known=known.platforms)
    report.each_known("facts", FACT, values=playbook.facts, known=known.facts)
    for stage in Stage:
        if not playbook.requests.get(stage, "").strip():
            report.add(
                f"requests.{stage}",
                Words("四个阶段都要写明请求。", "the request of each of the four stages must be given."),
            )
        else:
            _check_plain(playbook.requests[stage], f"requests.{stage}", report)


def _check_position(position: Position, key: str, *, known: Known, report: Report) -> None:
    check_id(position.id, f"{key}.id", report)
    report.each_known(f"{key}.facts", FACT, values=position.facts, known=known.facts)
    report.each_known(f"{key}.decisive", KIND, values=position.decisive, known=known.kinds)
    draft = position.draft
    for name, text in (
        ("headline", position.headline),
        ("request", position.request),
        ("draft.conclusion", draft.conclusion),
        ("draft.closing", draft.closing),
    ):
        if name.startswith("draft."):
            _check_template(text, f"{key}.{name}", known=known, report=report)
        else:
            _check_plain(text, f"{key}.{name}", report)
        denial = _DENIAL.search(text) if position.outcome == "settlement" else None
        if denial:
            report.add(
                f"{key}.{name}",
                Words(
                    f"和解类的申诉理由只陈述已作的处理，不可出现“{denial[0]}”。",
                    f"a settlement reports what was put right and never denies: {denial[0]!r}.",
                ),
            )
    if position.outcome == "settlement" and not position.request:
        report.add(
            f"{key}.request",
            Words(
                "和解类的申诉理由须自带请求，通用的请求会否认投诉。",
                "a settlement needs its own request; the common one denies.",
            ),
        )
    if not draft.course:
        report.add(f"{key}.draft.course", Words("至少写一句经过。", "at least one line is needed."))
    for part, lines in (("course", draft.course), ("handling", draft.handling)):
        for index, line in enumerate(lines):
            _check_line(line, f"{key}.draft.{part}[{index}]", known=known, report=report)


def _check_line(line: DraftLine, key: str, *, known: Known, report: Report) -> None:
    report.each_known(f"{key}.cite", KIND, values=line.cite, known=known.kinds)
    _check_template(line.text, f"{key}.text", known=known, report=report)
    # the citation stands at the end, so a sentence before the last one would have none
    if line.cite and "。" in line.text.rstrip("。"):
        report.add(f"{key}.text", Words("一行只写一句话。", "one sentence a line."))
    if line.at:
        _check_fact(line.at, f"{key}.at", types=_TIMES, known=known, report=report)


def _check_plain(text: str, key: str, report: Report) -> None:
    """Titles and requests are printed as they stand."""
    if "{{" in text or "{%" in text:
        report.add(key, Words("这里不可用模板。", "no template may stand here."))


def _check_template(text: str, key: str, *, known: Known, report: Report) -> None:
    try:
        names = names_in(text)
    except ValueError as error:
        report.add(
            key,
            Words(f"模板写法有误（{error}）。", f"the template is wrong: {error}."),
            Words(
                "只可用 {{ 键 }} 和 {% if 键 %}…{% else %}…{% endif %}。",
                "Only {{ key }} and {% if key %} are allowed.",
            ),
        )
        return
    report.each_known(key, FACT, values=sorted(names), known=(*known.facts, *CASE_KEYS))
    for name in sorted(names):
        fact = known.facts.get(name, CASE_KEYS.get(name))
        unit = {FactType.AMOUNT: "元", FactType.WEIGHT: "kg|千克|公斤"}.get(fact.type) if fact else None
        if unit and re.search(rf"\{{\{{\s*{name}\s*\}}\}}\s*(?:{unit})|[¥￥]\s*\{{\{{\s*{name}\s*\}}\}}", text):
            report.add(
                key,
                Words(f"“{name}”印出时自带单位，不要再写。", f"{name!r} prints with its unit; don't write it again."),
            )


def _check_requirement(requirement: Requirement, key: str, *, playbook: Playbook, known: Known, report: Report) -> None:
    check_id(requirement.id, f"{key}.id", report)
    positions = [position.id for position in playbook.positions]
    report.each_known(f"{key}.positions", POSITION, values=requirement.positions, known=positions)
    report.each_known(f"{key}.platforms", PLATFORM, values=requirement.platforms, known=known.platforms)
    if not requirement.sets or not all(requirement.sets):
        report.add(
            f"{key}.sets", Words("至少要有一组，且每组不可为空。", "at least one set is needed, and none may be empty.")
        )
    for place, one in enumerate(requirement.sets):
        for index, need in enumerate(one):
            _check_need(need, f"{key}.sets[{place}][{index}]", known=known, report=report)


def _check_need(need: KindNeed, key: str, *, known: Known, report: Report) -> None:
    report.each_known(f"{key}.kind", KIND, values=(need.kind,), known=known.kinds)
    if need.count < 1:
        report.add(f"{key}.count", Words("应为 1 或更多。", "must be 1 or more."))
    if need.kind not in known.kinds:
        return
    for index, condition in enumerate(need.where):
        place = f"{key}.where[{index}]"
        _check_fields(need.kind, (condition.field,), key=f"{place}.field", known=known, report=report)
        spec = next((field for field in known.kinds[need.kind].fields if field.key == condition.field), None)
        if spec and spec.choices:
            report.each_known(
                f"{place}.one_of", Words("选项", "choice"), values=condition.one_of, known=tuple(spec.choices)
            )
    if need.distinct:
        _check_fields(need.kind, (need.distinct,), key=f"{key}.distinct", known=known, report=report)


def _check_fields(kind: str, names: tuple[str, ...], *, key: str, known: Known, report: Report) -> None:
    fields = known.kinds[kind].fields
    canonical = {alias: field.key for field in fields for alias in field.aliases}
    for name in names:
        if name in canonical:
            report.add(
                key,
                Words(
                    f"“{name}”是别名，请写“{canonical[name]}”。", f"{name!r} is an alias; write {canonical[name]!r}."
                ),
            )
        else:
            report.each_known(
                key, Words(f"{kind} {FIELD.zh}", f"{FIELD.en} of {kind}"), values=(name,), known=[f.key for f in fields]
            )


def _check_fact(name: str, key: str, *, types: tuple[FactType, ...], known: Known, report: Report) -> None:
    facts: dict[str, FactKey] = {**known.facts, **CASE_KEYS}
    report.each_known(key, FACT, values=(name,), known=facts)
    if name in facts and facts[name].type not in types:
        allowed = " / ".join(types)
        report.add(
            key,
            Words(
                f"“{name}”的类型是 {facts[name].type}，这里需要 {allowed}。",
                f"{name!r} is {facts[name].type}; {allowed} is needed here.",
            ),
        )


def _check_check(check: rules.Check, key: str, *, playbook: Playbook, known: Known, report: Report) -> None:
    check_id(check.id, f"{key}.id", report)
    positions = [position.id for position in playbook.positions]
    report.each_known(f"{key}.positions", POSITION, values=check.positions, known=positions)
    report.each_known(f"{key}.platforms", PLATFORM, values=check.platforms, known=known.platforms)
    for name, types in _PARAMETERS[check.rule].items():
        value = getattr(check, name)
        if value or name not in _OPTIONAL:
            _check_fact(value, f"{key}.{name}", types=types, known=known, report=report)
    for name in _PLAIN_NUMBERS:
        text = getattr(check, name, "")
        if text and not _is_number(text):
            report.add(
                f"{key}.{name}", Words('应为加引号的数字，如 "0.050"。', 'a number in quotes expected, like "0.050".')
            )
    for name in ("failed", "passed"):
        _check_braces(getattr(check, name), f"{key}.{name}", known=known, report=report)
    _check_shape(check, key, known=known, report=report)


def _check_shape(check: rules.Check, key: str, *, known: Known, report: Report) -> None:
    """Report what only one rule kind asks for."""
    match check:
        case rules.AtLeast() if bool(check.minimum) == bool(check.value):
            report.add(
                f"{key}.minimum", Words("minimum 与 value 须且只须填一项。", "give minimum or value, one of them.")
            )
        case rules.AtMost() if bool(check.maximum) == bool(check.value):
            report.add(
                f"{key}.maximum", Words("maximum 与 value 须且只须填一项。", "give maximum or value, one of them.")
            )
        case rules.EqualAcross():
            report.each_known(f"{key}.kinds", KIND, values=check.kinds, known=known.kinds)
        case rules.Within() | rules.LongerThan() if check.hours < 0:
            report.add(f"{key}.hours", Words("不可为负数。", "must not be negative."))
        case rules.OneOf() if not check.values:
            report.add(f"{key}.values", Words("至少写一个值。", "at least one value is needed."))
        case rules.OneOf() if check.fact in known.facts and known.facts[check.fact].choices:
            choices = known.facts[check.fact].choices
            report.each_known(f"{key}.values", Words("选项", "choice"), values=check.values, known=choices)
        case rules.Covers() | rules.ChainUnbroken() | rules.Ascending():
            report.each_known(f"{key}.kind", KIND, values=(check.kind,), known=known.kinds)
            names = {
                "covers": ("valid_from", "valid_to"),
                "chain_unbroken": ("giver", "taker"),
                "ascending": ("field",),
            }[check.rule]
            for name in names if check.kind in known.kinds else ():
                _check_fields(check.kind, (getattr(check, name),), key=f"{key}.{name}", known=known, report=report)
        case _:
            pass


def _check_braces(text: str, key: str, *, known: Known, report: Report) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        report.add(key, Words(f"花括号不成对（{error}）。", f"braces don't match: {error}."))
        return
    names = [name for _, name, _, _ in parts if name is not None]
    if any(spec or conversion for _, _, spec, conversion in parts):
        report.add(key, Words("花括号里只能写事实键。", "only a fact key may stand in braces."))
    report.each_known(key, FACT, values=names, known=(*known.facts, *CASE_KEYS))


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
