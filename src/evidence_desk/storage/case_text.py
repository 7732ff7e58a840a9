"""From the bytes of a case.toml to its tables. Faults of the notation itself are told here, with their line."""

import re
import tomllib
from decimal import Decimal, InvalidOperation

from evidence_desk.errors import Words
from evidence_desk.storage.case_report import NO_HINT, CaseReport

__all__ = ["MAX_CASE_BYTES", "parse_case_text"]

MAX_CASE_BYTES = 8_000_000
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
_DATE_LIKE = re.compile(r"[=,\[]\s*(\d{4}[-/.年]\d[^,\]}#\"']*)")
_HEADER = re.compile(r"\s*\[\[?([^\]]+)\]")
_DATES_TRIED = 100

_SENTENCES: tuple[tuple[str, Words], ...] = (
    ("Cannot overwrite a value", Words("同一个键写了两次。", "A key is given twice.")),
    ("Cannot declare", Words("同一节写了两次。", "A section is declared twice.")),
    ("Duplicate inline", Words("同一个键写了两次。", "A key is given twice.")),
    ("Expected '=' after a key", Words("键后面缺少等号。", "The equals sign after a key is missing.")),
    ("Unterminated string", Words("文本缺少结尾的引号。", "The closing quote of a text is missing.")),
    (
        "Illegal character",
        Words(
            "文本里有换行或控制字符，或缺少结尾的引号。",
            "A line break or control character in a text, or its closing quote is missing.",
        ),
    ),
    ("Unescaped", Words("反斜杠的写法不对。", "A backslash is not escaped.")),
    ("Invalid value", Words("值的写法不对。", "The value is not written as TOML wants it.")),
    ("Unclosed array", Words("列表缺少结尾的方括号。", "The closing bracket of a list is missing.")),
)
_QUOTES_HINT = Words(
    '文本要用英文双引号括起来，例如 title = "圆通件"。', 'Texts stand in straight double quotes: title = "...".'
)
_BACKSLASH_HINT = Words(
    "在双引号里请把 \\ 写成 /，或把整个文本放进单引号。", "Write / instead of \\, or put the text in single quotes."
)
_DATE_HINT = Words(
    "请写成 2024-11-06 或 2024-11-06T09:30:00（要写到秒），并核对年月日。",
    "Write it like 2024-11-06 or 2024-11-06T09:30:00 (with seconds), and check the day.",
)


def parse_case_text(data: bytes, report: CaseReport) -> dict[str, object] | None:
    """Give the tables of a case.toml; numbers with a point come as Decimal. None (and a problem) where it is no TOML.

    A date that no calendar has is reported and set aside, so that the rest of the file can still be checked.
    """
    text = _decode(data, report)
    if text is None:
        return None
    for _ in range(_DATES_TRIED):
        try:
            return tomllib.loads(text, parse_float=_exact)
        except RecursionError:
            report.problem("", Words("嵌套太深，无法读取。", "It is nested too deeply to be read."))
            return None
        except ValueError as error:
            mended = _set_bad_date_aside(text, str(error), report)
            if mended is None:
                _report_notation(text, str(error), report)
                return None
            text = mended
    return None


def _decode(data: bytes, report: CaseReport) -> str | None:
    hint = Words("请用“UTF-8”编码另存。", "Save it again with the encoding UTF-8.")
    if len(data) > MAX_CASE_BYTES:
        report.problem("", Words("文件太大，不像案件说明。", "It is too large for a description of a case."))
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.problem("", Words("文件是 UTF-16 编码。", "The file is encoded as UTF-16."), hint)
        return None
    try:
        # Notepad on Windows puts a byte order mark in front
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = Words(f"第 {line} 行不是 UTF-8 文字。", f"Line {line} is no UTF-8 text.")
        report.problem(f"line {line}", message, hint)
        return None


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # an exponent beyond all bounds; whoever reads the value refuses it
        return Decimal("Infinity")


def _set_bad_date_aside(text: str, error: str, report: CaseReport) -> str | None:
    position = _POSITION.search(error)
    if position is None:
        return None
    lines = text.split("\n")
    line, column = int(position[1]), int(position[2]) - 1
    written = lines[line - 1] if line <= len(lines) else ""
    found = next((one for one in _DATE_LIKE.finditer(written) if one.start(1) <= column <= one.end(1)), None)
    if found is None:
        return None
    shown = found[1].strip()
    message = Words(f"第 {line} 行：{shown} 不是有效的日期或时间。", f"Line {line}: {shown} is no valid date or time.")
    report.problem(_key_of(lines[:line], written[: found.start(1)]), message, _DATE_HINT)
    stand_in = "2000-01-01T00:00:00" if ":" in shown else "2000-01-01"
    lines[line - 1] = f"{written[: found.start(1)]}{stand_in}{written[found.start(1) + len(shown) :]}"
    return "\n".join(lines)


def _key_of(lines: list[str], before: str) -> str:
    sections = [match[1].strip() for line in lines if (match := _HEADER.match(line))]
    names = re.findall(r"([\w.-]+)\s*=", before)
    return ".".join([*sections[-1:], *names]) or f"line {len(lines)}"


def _report_notation(text: str, error: str, report: CaseReport) -> None:
    position = _POSITION.search(error)
    lines = text.split("\n")
    line = int(position[1]) if position else len(lines)
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    reason = next((words for start, words in _SENTENCES if error.startswith(start)), None)
    zh = reason.zh if reason else f"写法不合 TOML 规则（{error}）。"
    en = reason.en if reason else f"It is not written as TOML wants it ({error})."
    hint = NO_HINT
    if re.search(r"[“”‘’＝]", written):
        hint = _QUOTES_HINT
    elif error.startswith("Unescaped"):
        hint = _BACKSLASH_HINT
    report.problem(f"line {line}", Words(f"第 {line} 行：{zh}", f"Line {line}: {en}"), hint)
