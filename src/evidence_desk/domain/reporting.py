"""The findings of a case's readiness: one sentence for each thing the person should know, in a stable order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from evidence_desk.domain.comparing import as_day
from evidence_desk.domain.facts import CHINA, aware, show_value
from evidence_desk.domain.fields import CaseValues, named_value
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.platforms import Channel
from evidence_desk.domain.readiness import Readiness
from evidence_desk.domain.statement import PLACEHOLDER, Cite, parse_inlines
from evidence_desk.errors import Words

__all__ = ["report"]

NEAR = timedelta(hours=24)
"""From here on a deadline is called near."""

_LEAK_NAMES = {
    "phone": Words("手机号", "phone number"),
    "id_card": Words("身份证号", "identity card number"),
    "bank_card": Words("银行卡号", "bank card number"),
    "address": Words("详细地址", "full address"),
    "wechat": Words("微信号", "WeChat id"),
    "plate": Words("车牌号", "licence plate"),
    "name": Words("姓名", "personal name"),
}


def report(readiness: Readiness, *, values: CaseValues, channel: Channel, statement: str, now: datetime) -> Readiness:
    """Give the readiness with its findings: what blocks first, then what weakens, within each in the case's order."""
    findings = [
        *_position(readiness),
        *_requirements(readiness),
        *_missing(readiness, values, statement),
        *_contradictions(readiness),
        *_wording(readiness),
        *_citations(readiness, values),
        *_leaks(readiness),
        *_deadline(readiness),
        *_evidence(values, now),
        *_length(statement, channel),
    ]
    return replace(readiness, findings=tuple(findings))


def _position(readiness: Readiness) -> Iterator[Finding]:
    if readiness.position.defaulted:
        name = readiness.position.name
        yield Finding(
            "position_defaulted",
            Severity.NOTE,
            Words(
                f"没有选申诉理由，暂按“{name}”处理；请核对是否属实。",
                f"No position was chosen; the default {readiness.position.id} applies. Please check that it is true.",
            ),
            "position",
        )


def _requirements(readiness: Readiness) -> Iterator[Finding]:
    for one in readiness.requirements:
        if not one.satisfied:
            severity = Severity.ERROR if one.level == "required" else Severity.NOTE
            yield Finding("requirement_missing", severity, one.explanation, one.id)


def _missing(readiness: Readiness, values: CaseValues, statement: str) -> Iterator[Finding]:
    for key in readiness.missing_facts:
        name = values.name_of(key)
        english = values.fact_keys[key].name_en if key in values.fact_keys else key
        words = Words(f"“{name}”还没有填，这份申诉离不开它。", f"{english} has no value yet, and this appeal needs it.")
        yield Finding("missing_fact", Severity.ERROR, words, key)
    for mark in dict.fromkeys(one[0] for one in PLACEHOLDER.finditer(statement) if one[0].startswith("【待补")):
        words = Words(
            f"说明里还留着{mark}：补上证据，或删去这一句。",
            f"The statement still says {mark}: add the exhibit, or delete the sentence.",
        )
        yield Finding("missing_exhibit", Severity.ERROR, words, "statement")


def _contradictions(readiness: Readiness) -> Iterator[Finding]:
    for one in readiness.contradictions:
        severity = Severity.ERROR if one.level == "error" else Severity.WARNING
        facts, ids = ", ".join(one.facts), ", ".join(one.evidence)
        english = f"Check {one.check} ({one.rule}) failed on {facts}" + (f"; exhibits: {ids}." if ids else ".")
        yield Finding("contradiction", severity, Words(one.message, english), one.check)


def _wording(readiness: Readiness) -> Iterator[Finding]:
    for one in readiness.wording:
        severity = Severity.ERROR if one.severity == "error" else Severity.WARNING
        zh = f"改为“{one.suggestion}”" if one.suggestion else "删去"
        en = f"write “{one.suggestion}”" if one.suggestion else "delete it"
        why = one.why.rstrip("。")
        yield Finding(
            "wording",
            severity,
            Words(f"“{one.text}”：{why}。建议{zh}。", f"“{one.text}” costs trust ({why}): {en}."),
            one.field,
        )


def _citations(readiness: Readiness, values: CaseValues) -> Iterator[Finding]:
    for one in readiness.citations:
        if one.kind == "sentence":
            yield Finding(
                "uncited_sentence",
                Severity.WARNING,
                Words(f"这句话没有引用证据：“{one.text}”", f"This sentence cites no exhibit: “{one.text}”"),
                "statement",
            )
        elif one.kind == "unknown":
            yield _unknown_citation(one.text, values)
        else:
            label = values.label(one.text)
            yield Finding(
                "uncited_exhibit",
                Severity.NOTE,
                Words(f"{label}没有在说明里引用。", f"Nothing in the statement cites exhibit {one.text}."),
                one.text,
            )


def _unknown_citation(id: str, values: CaseValues) -> Finding:
    if any(item.id == id for item in values.case.evidence):
        words = Words(
            f"说明引用了没有放入材料的证据“{id}”，请放入材料或删去引用。",
            f"The statement cites {id}, which is left out of the packet.",
        )
    else:
        words = Words(f"说明引用了不存在的证据“{id}”。", f"The statement cites {id}, which does not exist.")
    return Finding("unknown_citation", Severity.ERROR, words, "statement")


def _leaks(readiness: Readiness) -> Iterator[Finding]:
    for one in readiness.leaks:
        name = _LEAK_NAMES[one.type]
        yield Finding(
            "leak",
            Severity.ERROR,
            Words(
                f"这里露出了{name.zh}：“{one.text}”，建议写成“{one.masked}”。",
                f"A {name.en} shows: write “{one.masked}”.",
            ),
            one.field,
        )


def _deadline(readiness: Readiness) -> Iterator[Finding]:
    state = readiness.deadline
    if state.due is None or state.seconds_left is None:
        return
    due = show_value(state.due)
    # Notes: time passing is no fault of the packet, and must not change the outcome of the same input.
    if state.overdue:
        words = Words(
            f"截止时间 {due} 已过，请确认还能否提交。",
            f"The deadline {due} (China) has passed; make sure that you can still submit.",
        )
        yield Finding("deadline_passed", Severity.NOTE, words, "deadline")
    elif state.seconds_left < NEAR.total_seconds():
        hours, minutes = divmod(state.seconds_left // 60, 60)
        words = Words(
            f"距截止时间 {due} 还有 {hours} 小时 {minutes} 分。",
            f"{hours} h {minutes} min are left until {due} (China).",
        )
        yield Finding("deadline_near", Severity.NOTE, words, "deadline")


def _evidence(values: CaseValues, now: datetime) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for item in values.exhibits:
        label = values.label(item.id)
        if item.kind is None:
            words = Words(
                f"{label}还没有分类，不计入任何举证要求。", f"Exhibit {item.id} has no kind and meets no requirement."
            )
            yield Finding("unsorted_evidence", Severity.WARNING, words, item.id)
        last = named_value(item, "valid_to", values.kinds)
        end = None if last is None else as_day(last)
        if end is not None and end < _needed_on(values, now):
            words = Words(f"{label}的有效期到 {end} 为止，已经过期。", f"Exhibit {item.id} was valid until {end} only.")
            yield Finding("expired", Severity.WARNING, words, item.id)
        for file in item.files:
            if seen.setdefault(file, item.id) != item.id:
                other = values.label(seen[file])
                words = Words(
                    f"{label}与{other}用了同一个文件 {file}。", f"Exhibits {item.id} and {seen[file]} share {file}."
                )
                yield Finding("duplicate", Severity.NOTE, words, item.id)


def _length(statement: str, channel: Channel) -> Iterator[Finding]:
    """Say where the statement is too long for the channel's field; a token counts as the 证据3 that it becomes."""
    if channel.text_max is None:
        return
    parts = parse_inlines(statement.strip())
    printed = "".join("证据1" if isinstance(part, Cite) else part for part in parts)
    unit = Words("字节", "bytes") if channel.text_unit == "bytes" else Words("字", "characters")
    size = len(printed.encode(channel.text_encoding, "replace")) if channel.text_unit == "bytes" else len(printed)
    if size > channel.text_max:
        words = Words(
            f"说明约 {size} {unit.zh}，{channel.name}的输入框最多 {channel.text_max} {unit.zh}，填写时请只写要点。",
            f"The statement has about {size} {unit.en}; the form takes {channel.text_max}. Give its main points there.",
        )
        yield Finding("statement_long", Severity.NOTE, words, "statement")


def _needed_on(values: CaseValues, now: datetime) -> date:
    """The day on which a document had to be valid: that of the purchase, else of the complaint, else today."""
    for key in ("ordered_at", "paid_at", "received_at"):
        known = values.known(key)
        day = None if known is None else as_day(known.value)
        if day is not None:
            return day
    return aware(now).astimezone(CHINA).date()
