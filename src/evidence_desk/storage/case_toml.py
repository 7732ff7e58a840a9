"""The tables of a case.toml as a case: strict, and naming every problem in one go."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.edits import Edit
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import Fact, FactKey, FactType, FactValue, Place
from evidence_desk.domain.playbook import EvidenceKind
from evidence_desk.domain.statement import cited_ids
from evidence_desk.domain.vocabulary import Vocabulary
from evidence_desk.errors import Words
from evidence_desk.storage.case_edits import parse_box, parse_edit
from evidence_desk.storage.case_report import CaseReport, Section, nearest_hint, type_words

__all__ = ["FORMAT", "read_case_tables"]

FORMAT = 1
_CITATION_START = re.compile(r"\[\[\s*evidence(?!:[^\]#\s]+(?:#\d{1,4})?\]\])[^\]\n]{0,40}\]{0,2}")
_PLAYBOOKS_HINT = Words("用 evidence-desk playbooks 可列出全部投诉类型。", "`evidence-desk playbooks` lists them all.")

Locate = Callable[[str, str], str | None]
"""(file name as written, its key) -> the name it is known by; None where it cannot be used (problems are told)."""


def read_case_tables(
    tables: Mapping[str, object], vocabulary: Vocabulary, report: CaseReport, *, locate: Locate
) -> Case:
    """Turn the tables into a case. What is wrong stands in `report`; the case is only right when it has no problems."""
    top = Section(tables, "", report)
    number = top.whole("format", least=1)
    if number is not None and number > FORMAT:
        message = Words(
            f"案件格式 {number} 比本程序认识的（{FORMAT}）新。",
            f"Format {number} is newer than this program ({FORMAT}).",
        )
        report.problem("format", message, Words("请更新 Evidence Desk。", "Update Evidence Desk."))
    head = top.table("case")
    if head is None and not top.has("case"):
        top.missing("case")
    draft = _read_head(head or Section({}, "case", report), vocabulary, absent=head is None)
    known = _fact_keys(vocabulary, draft.complaint)
    evidence = _read_evidence(top, vocabulary, known, locate)
    ids = tuple(item.id for item in evidence)
    facts = _read_facts(top, known, ids)
    statement = _read_statement(top, ids)
    top.close()
    return draft.case(facts=facts, statement=statement, evidence=evidence)


@dataclass(frozen=True)
class _Head:
    """What [case] holds; `texts` by their key."""

    platform: str
    complaint: str
    position: str | None
    stage: Stage
    texts: Mapping[str, str]
    amount: Decimal | None
    received_at: datetime | None
    deadline: datetime | None

    def case(self, *, facts: Mapping[str, Fact], statement: str | None, evidence: tuple[Evidence, ...]) -> Case:
        return Case(
            platform=self.platform,
            complaint=self.complaint,
            position=self.position,
            stage=self.stage,
            amount=self.amount,
            received_at=self.received_at,
            deadline=self.deadline,
            facts=facts,
            statement=statement,
            evidence=evidence,
            **self.texts,
        )


def _read_head(head: Section, vocabulary: Vocabulary, *, absent: bool) -> _Head:
    platform = head.one_of("platform", vocabulary.channels, required=not absent)
    complaint = head.one_of("complaint", vocabulary.playbooks, hint=_PLAYBOOKS_HINT, required=not absent)
    amount = head.value("amount", FactType.AMOUNT)
    result = _Head(
        platform=platform or "",
        complaint=complaint or "",
        position=_read_position(head, vocabulary, complaint),
        stage=Stage(head.one_of("stage", tuple(Stage), hint=_known_words(tuple(Stage))) or Stage.EVIDENCE),
        texts={
            key: head.text(key) for key in ("title", "shop", "order_no", "complaint_no", "buyer", "goods", "request")
        },
        amount=amount if isinstance(amount, Decimal) else None,
        received_at=head.time("received_at"),
        deadline=head.time("deadline"),
    )
    head.close()
    return result


def _known_words(ids: tuple[str, ...]) -> Words:
    return Words(f"可用：{'、'.join(ids)}。", f"Known: {', '.join(ids)}.")


def _read_position(head: Section, vocabulary: Vocabulary, complaint: str | None) -> str | None:
    positions = vocabulary.positions_of(complaint) if complaint else None
    if positions is None:
        # nobody can say which positions an unknown complaint type has
        return head.text("position") or None
    return head.one_of("position", positions, hint=_known_words(positions))


def _fact_keys(vocabulary: Vocabulary, complaint: str) -> Mapping[str, FactKey]:
    return vocabulary.facts_of(complaint) if complaint in vocabulary.playbooks else vocabulary.fact_keys


def _read_facts(top: Section, known: Mapping[str, FactKey], ids: tuple[str, ...]) -> dict[str, Fact]:
    section = top.table("facts")
    facts: dict[str, Fact] = {}
    for key in section.names() if section else ():
        if section is None:
            break
        fact = _read_fact(section, key, known, ids)
        if fact is not None:
            facts[key] = fact
    return facts


def _read_fact(section: Section, key: str, known: Mapping[str, FactKey], ids: tuple[str, ...]) -> Fact | None:
    raw = section.raw(key)
    place, confirmed = None, True
    details = section
    name = key
    if isinstance(raw, dict):
        details = Section(raw, section.key(key), section.report)
        name = "value"
        raw = details.raw("value")
        if raw is None:
            details.missing("value")
        place = _read_place(details, ids)
        confirmed = details.flag("confirmed", default=True)
        details.close()
    if key not in known:
        _report_unknown_fact(section, key, known)
    if raw is None:
        return None
    spec = known.get(key)
    value = _parse_fact(details, name, raw, spec) if spec else _keep(details, name, raw)
    if value is None:
        return None
    if spec and spec.type is FactType.CHOICE and spec.choices and value not in spec.choices:
        _report_choice(section.report, str(value), tuple(spec.choices), where=key, key=section.key(key))
    return Fact(key, value, place, confirmed)


def _parse_fact(section: Section, name: str, raw: object, spec: FactKey) -> FactValue | None:
    if isinstance(raw, str) and raw.strip() in spec.instead:
        return raw.strip()
    return section.parse(name, raw, spec.type)


def _report_unknown_fact(section: Section, key: str, known: Mapping[str, FactKey]) -> None:
    hint = nearest_hint(key, known)
    message = Words(
        f"[facts] 里的“{key}”不在事实词表中，已原样保留，但不会用于核对。{hint.zh}",
        f"“{key}” in [facts] is not in the vocabulary; it is kept but no check uses it. {hint.en}".strip(),
    )
    section.report.finding("unknown_fact", message, where=key)


def _report_choice(report: CaseReport, value: str, choices: tuple[str, ...], *, where: str, key: str) -> None:
    message = Words(
        f"{key} 的值“{value}”不在可选项中（{'、'.join(choices)}），已原样保留。",
        f"{key}: “{value}” is none of the choices ({', '.join(choices)}); it is kept.",
    )
    report.finding("unknown_choice", message, where=where)


def _read_place(details: Section, ids: tuple[str, ...]) -> Place | None:
    page = details.whole("page", least=1)
    box = parse_box(details, "box", required=False)
    source = details.text("source", required=details.has("page") or details.has("box"))
    if not source:
        return None
    if source not in ids:
        message = Words(f"没有 id 为“{source}”的证据。", f"There is no evidence with the id “{source}”.")
        details.report.problem(details.key("source"), message, nearest_hint(source, ids))
    return Place(source, page, box)


def _keep(section: Section, key: str, raw: object) -> FactValue | None:
    """Keep a value whose type nobody knows: texts, whole numbers and times as they are, the rest as text."""
    if isinstance(raw, datetime):
        return section.parse(key, raw, FactType.TIME)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str | int | date):
        return raw
    if isinstance(raw, Decimal | time):
        return str(raw)
    section.wrong_type(key, raw, Words("单个值", "a single value"))
    return None


def _read_statement(top: Section, ids: tuple[str, ...]) -> str | None:
    section = top.table("statement")
    if section is None:
        return None
    text = section.text("text", verbatim=True)
    section.close()
    for cited in cited_ids(text):
        if cited not in ids:
            message = Words(
                f"申诉说明引用了不存在的证据“{cited}”。", f"The statement cites “{cited}”, which is no evidence."
            )
            section.report.problem("statement.text", message, nearest_hint(cited, ids))
    for broken in _CITATION_START.finditer(text):
        message = Words(f"引用的写法不对：{broken[0]}", f"This citation is not written right: {broken[0]}")
        hint = Words(
            "请写成 [[evidence:证据id]] 或 [[evidence:证据id#页]]。", "Write [[evidence:ID]] or [[evidence:ID#PAGE]]."
        )
        section.report.problem("statement.text", message, hint)
    return text if text.strip() else None


def _read_evidence(
    top: Section, vocabulary: Vocabulary, known: Mapping[str, FactKey], locate: Locate
) -> tuple[Evidence, ...]:
    items: list[Evidence] = []
    first_seen: dict[str, str] = {}
    for section in top.tables("evidence"):
        item = _read_item(section, vocabulary, known, locate)
        items.append(item)
        # on some disks and in some outputs "A" and "a" would meet
        folded = unicodedata.normalize("NFC", item.id).casefold()
        if item.id and folded in first_seen:
            message = Words(
                f"id“{item.id}”与 {first_seen[folded]} 重复。", f"The id “{item.id}” is taken by {first_seen[folded]}."
            )
            section.report.problem(section.key("id"), message, Words("每项证据的 id 必须不同。", "Ids must differ."))
        first_seen.setdefault(folded, section.key("id"))
    return tuple(items)


def _read_item(section: Section, vocabulary: Vocabulary, known: Mapping[str, FactKey], locate: Locate) -> Evidence:
    hint = Words(
        f"常用：{'、'.join(list(vocabulary.kinds)[:8])}……；evidence-desk playbooks 加投诉类型可列出要用的种类。",
        f"Among them: {', '.join(list(vocabulary.kinds)[:8])} ...; `evidence-desk playbooks ID` lists those it needs.",
    )
    labels = {name: kind.name for name, kind in vocabulary.kinds.items()}
    item_id = _read_id(section)
    kind = section.one_of("kind", vocabulary.kinds, hint=hint, labels=labels)
    item = Evidence(
        id=item_id,
        files=_read_files(section, item_id, locate),
        kind=kind,
        title=section.text("title"),
        proves=section.text("proves"),
        source=section.text("source"),
        taken_at=section.time("taken_at"),
        include=section.flag("include", default=True),
        notes=section.text("notes", verbatim=True),
        fields=_read_fields(section, item_id, vocabulary.kinds.get(kind or ""), known),
        edits=_read_edits(section),
    )
    section.close()
    return item


def _read_id(section: Section) -> str:
    item_id = section.text("id", required=True)
    bad = sorted({char for char in item_id if char in "[]#" or char.isspace() or unicodedata.category(char)[0] == "C"})
    if bad:
        shown = " ".join(char if char.isprintable() and not char.isspace() else f"U+{ord(char):04X}" for char in bad)
        message = Words(
            f"id“{item_id}”含有引用里不能出现的字符：{shown}",
            f"The id “{item_id}” holds what citations cannot: {shown}",
        )
        hint = Words("请只用字母、数字、汉字、横线和下划线。", "Use letters, digits, hyphens and underscores.")
        section.report.problem(section.key("id"), message, hint)
    return item_id


def _read_files(section: Section, id: str, locate: Locate) -> tuple[str, ...]:
    raw = section.raw("files")
    if raw is None:
        section.missing("files")
        return ()
    if not isinstance(raw, list):
        section.wrong_type(
            "files",
            raw,
            Words("文件名的列表", "a list of file names"),
            Words('例如 files = ["a.jpg"]', 'Such as files = ["a.jpg"]'),
        )
        return ()
    if not raw:
        section.report.problem(section.key("files"), Words("“files”是空的。", "“files” is empty."))
    names: list[str] = []
    for n, name in enumerate(raw, 1):
        key = f"{section.key('files')}[{n}]"
        if not isinstance(name, str):
            found = type_words(name)
            section.report.problem(
                key, Words(f"文件名应为文本，现在是{found.zh}。", f"A file name is text, not {found.en}.")
            )
            continue
        known_as = locate(name, key)
        if known_as is None:
            continue
        if known_as in names:
            message = Words(f"证据“{id}”两次列出文件 {known_as}。", f"Evidence “{id}” lists the file {known_as} twice.")
            section.report.finding("file_twice", message, where=id)
        names.append(known_as)
    return tuple(names)


def _read_fields(
    item: Section, id: str, kind: EvidenceKind | None, known: Mapping[str, FactKey]
) -> dict[str, FactValue]:
    section = item.table("fields")
    fields: dict[str, FactValue] = {}
    if section is None:
        return fields
    specs = {name: spec for spec in (kind.fields if kind else ()) for name in (*spec.aliases, spec.key)}
    for name in section.names():
        raw = section.raw(name)
        spec = specs.get(name)
        key = spec.key if spec else name
        if key in fields:
            message = Words(
                f"“{name}”与“{key}”是同一项，写了两次。", f"“{name}” and “{key}” are one field, given twice."
            )
            section.report.problem(section.key(name), message)
            continue
        value: FactValue | None
        if spec:
            value = section.parse(name, raw, spec.type)
            if value is not None and spec.choices:
                value = _canonical_choice(section.report, str(value), spec.choices, where=id, key=section.key(name))
        elif name in known:
            value = _parse_fact(section, name, raw, known[name])
        else:
            _report_unknown_field(section, name, {*specs, *known}, where=id)
            value = _keep(section, name, raw)
        if value is not None:
            fields[key] = value
    return fields


def _canonical_choice(report: CaseReport, value: str, choices: Mapping[str, str], *, where: str, key: str) -> FactValue:
    if value in choices:
        return value
    for choice, label in choices.items():
        if value == label:
            return choice
    _report_choice(report, value, tuple(choices), where=where, key=key)
    return value


def _report_unknown_field(section: Section, name: str, known: set[str], *, where: str) -> None:
    hint = nearest_hint(name, sorted(known))
    message = Words(
        f"{section.key(name)}：不认识的字段，已原样保留，但不会用于核对。{hint.zh}",
        f"{section.key(name)}: unknown field; it is kept but no check uses it. {hint.en}".strip(),
    )
    section.report.finding("unknown_field", message, where=where)


def _read_edits(item: Section) -> tuple[Edit, ...]:
    read = [parse_edit(section) for section in item.tables("edits")]
    return tuple(edit for edit in read if edit is not None)
