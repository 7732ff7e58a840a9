"""What is wrong with a case folder, collected so that one run names all of it; and typed access to TOML tables."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from evidence_desk.domain.facts import FactType, FactValue, parse_value
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.errors import Problem, Words

__all__ = ["CASE_FILE", "NO_HINT", "CaseReport", "Section", "nearest_hint", "show_raw", "type_words"]

CASE_FILE = "case.toml"
NO_HINT = Words("", "")

_TYPES: tuple[tuple[type, Words], ...] = (
    (bool, Words("真假值", "true or false")),
    (str, Words("文本", "text")),
    (int, Words("整数", "a whole number")),
    (Decimal, Words("小数", "a decimal number")),
    (datetime, Words("时间", "a time")),
    (date, Words("日期", "a date")),
    (time, Words("时刻", "a time of day")),
    (list, Words("列表", "a list")),
    (dict, Words("表", "a table")),
)

_EXPECTED: Mapping[FactType, Words] = {
    FactType.TEXT: Words("文本", "text"),
    FactType.CHOICE: Words("文本", "text"),
    FactType.TIME: Words("时间（如 2024-11-06T09:30:00+08:00）", "a time such as 2024-11-06T09:30:00+08:00"),
    FactType.DATE: Words("日期（如 2024-11-06）", "a date such as 2024-11-06"),
    FactType.AMOUNT: Words('金额（元，至多两位小数，如 "129.00"）', 'an amount in yuan such as "129.00"'),
    FactType.WEIGHT: Words('重量（千克，至多三位小数，如 "1.260"）', 'a weight in kilograms such as "1.260"'),
    FactType.NUMBER: Words("整数", "a whole number"),
}


class CaseReport:
    """Collects the problems and findings of one case folder. `file` is what problems name unless told otherwise."""

    def __init__(self, file: str = CASE_FILE) -> None:
        self._file = file
        self.problems: list[Problem] = []
        self.findings: list[Finding] = []

    def problem(self, key: str, message: Words, hint: Words = NO_HINT, *, file: str | None = None) -> None:
        """Note something that keeps the case from being read."""
        self.problems.append(Problem(message, hint, self._file if file is None else file, key))

    def finding(self, code: str, message: Words, *, where: str) -> None:
        """Note something the person should look at; the case is read all the same."""
        self.findings.append(Finding(code, Severity.WARNING, message, where))


class Section:
    """One TOML table, read key by key. What nobody has asked for when `close` is called is an unknown key.

    `path` is the table's place in the file ("evidence[2]", counted from 1; "" for the top).
    """

    def __init__(self, values: Mapping[str, object], path: str, report: CaseReport) -> None:
        self._values = values
        self._path = path
        self._asked: list[str] = []
        self.report = report

    def key(self, name: str) -> str:
        """Give the full place of a key: "evidence[2].kind"."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Tell whether the table holds the key (and count it as known)."""
        return self.raw(name) is not None

    def raw(self, name: str) -> object | None:
        """Give the value as TOML has it, None where it is missing."""
        if name not in self._asked:
            self._asked.append(name)
        return self._values.get(name)

    def text(self, name: str, *, required: bool = False, verbatim: bool = False) -> str:
        """Give a text without the blanks around it (`verbatim`: as it is); "" where it is missing or wrong."""
        value = self.raw(name)
        if value is None:
            if required:
                self.missing(name)
            return ""
        if not isinstance(value, str):
            quotable = isinstance(value, int | Decimal) and not isinstance(value, bool)
            hint = Words(f'请加上引号：{name} = "{value}"', f'Put it in quotes: {name} = "{value}"')
            self.wrong_type(name, value, Words("文本", "text"), hint if quotable else NO_HINT)
            return ""
        text = value if verbatim else value.strip()
        if required and not text:
            self.report.problem(self.key(name), Words(f"“{name}”是空的。", f"“{name}” is empty."))
        return text

    def flag(self, name: str, *, default: bool) -> bool:
        """Give a true/false value."""
        value = self.raw(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong_type(name, value, Words("true 或 false", "true or false"))
            return default
        return value

    def whole(self, name: str, *, least: int, required: bool = False) -> int | None:
        """Give a whole number of at least `least`, None where it is missing or wrong."""
        value = self.raw(name)
        if value is None:
            if required:
                self.missing(name)
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong_type(name, value, Words("整数", "a whole number"))
            return None
        if value < least:
            message = Words(
                f"“{name}”应不小于 {least}，现在是 {value}。", f"“{name}” must be at least {least}, not {value}."
            )
            self.report.problem(self.key(name), message)
            return None
        return value

    def value(self, name: str, kind: FactType) -> FactValue | None:
        """Give a value of a fact type, None where it is missing or wrong."""
        raw = self.raw(name)
        return None if raw is None else self.parse(name, raw, kind)

    def parse(self, name: str, raw: object, kind: FactType) -> FactValue | None:
        """Turn `raw` into a value of `kind`; None and a problem at `name` where it is none."""
        try:
            return parse_value(raw, kind)
        except (ValueError, OverflowError) as error:
            expected = _EXPECTED[kind]
            message = Words(
                f"“{name}”应为{expected.zh}，现在是 {show_raw(raw)}。",
                f"“{name}” should be {expected.en}, not {show_raw(raw)} ({error}).",
            )
            self.report.problem(self.key(name), message)
            return None

    def time(self, name: str) -> datetime | None:
        """Give an aware time, None where it is missing or wrong."""
        value = self.value(name, FactType.TIME)
        return value if isinstance(value, datetime) else None

    def one_of(
        self,
        name: str,
        known: Collection[str],
        *,
        hint: Words | None = None,
        required: bool = False,
        labels: Mapping[str, str] | None = None,
    ) -> str | None:
        """Give a text that is one of `known`, None (and a problem that suggests the nearest) where it is not.

        Without a `hint` the problem lists all of `known`, which is only gone through then: it may be costly. `labels`
        are what people call them, by id: who writes the name is told the id.
        """
        if not self.has(name) and not required:
            return None
        value = self.text(name, required=required)
        if not value:
            return None
        if value in known:
            return value
        choices = tuple(known)
        if hint is None:
            hint = Words(f"可用：{'、'.join(choices)}。", f"Known: {', '.join(choices)}.")
        message = Words(f"“{name}”的值“{value}”不存在。", f"There is no {name} “{value}”.")
        hint = _labelled_hint(value, labels or {}, otherwise=hint)
        self.report.problem(self.key(name), message, nearest_hint(value, choices, otherwise=hint))
        return None

    def table(self, name: str) -> "Section | None":
        """Give a table inside this one, None where it is missing or no table."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            hint = Words(f"请写成 [{self.key(name)}] 一节。", f"Write it as a section [{self.key(name)}].")
            self.wrong_type(name, value, Words("表", "a table"), hint)
            return None
        return Section(value, self.key(name), self.report)

    def tables(self, name: str) -> list["Section"]:
        """Give the tables of an array of tables ([[name]]), numbered from 1."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            dotted = self.key(name).split("[")[0] + ("." + name if "[" in self.key(name) else "")
            hint = Words(f"请写成 [[{dotted}]]，每项一节。", f"Write each as its own section [[{dotted}]].")
            self.wrong_type(name, value, Words("若干表", "a list of tables"), hint)
            return []
        return [Section(one, f"{self.key(name)}[{n}]", self.report) for n, one in enumerate(value, 1)]

    def names(self) -> tuple[str, ...]:
        """Give the keys the table holds, in order."""
        return tuple(self._values)

    def missing(self, name: str) -> None:
        """Report that a required key is missing."""
        self.report.problem(self.key(name), Words(f"缺少必填项“{name}”。", f"The required key “{name}” is missing."))

    def wrong_type(self, name: str, value: object, expected: Words, hint: Words = NO_HINT) -> None:
        """Report a value of a type that cannot stand here."""
        found = type_words(value)
        message = Words(
            f"“{name}”应为{expected.zh}，现在是{found.zh}。", f"“{name}” should be {expected.en}, not {found.en}."
        )
        self.report.problem(self.key(name), message, hint)

    def close(self) -> None:
        """Report every key that nobody has asked for."""
        for name in self._values:
            if name not in self._asked:
                message = Words(f"不认识的键“{name}”。", f"Unknown key “{name}”.")
                listed = Words(
                    f"这里可用：{'、'.join(self._asked)}。",
                    f"Known here: {', '.join(self._asked)}.",
                )
                self.report.problem(self.key(name), message, nearest_hint(name, self._asked, otherwise=listed))


def nearest_hint(word: str, known: Iterable[str], *, otherwise: Words = NO_HINT) -> Words:
    """Suggest the known word nearest to `word`, or `otherwise` where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return Words(f"是否想写“{near[0]}”？", f"Did you mean “{near[0]}”?") if near else otherwise


def _labelled_hint(word: str, labels: Mapping[str, str], *, otherwise: Words) -> Words:
    ids = {label: known for known, label in labels.items()}
    near = [label for label in ids if word in label] or difflib.get_close_matches(word, list(ids), n=1, cutoff=0.5)
    if not near:
        return otherwise
    written = [f"{ids[label]}（{label}）" for label in near]
    return Words(f"请写 {'、'.join(written)}。", f"Write {', '.join(ids[label] for label in near)}.")


def show_raw(value: object) -> str:
    """Write a TOML value for a message, short."""
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def type_words(value: object) -> Words:
    """Name a TOML value's type."""
    return next((words for kind, words in _TYPES if isinstance(value, kind)), Words("其他类型", type(value).__name__))
