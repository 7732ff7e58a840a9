"""The one place that writes to the terminal: answers on standard output, everything else on standard error."""

import errno
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from evidence_desk.bootstrap import Language
from evidence_desk.cli.plain_values import finding_values, plain, problem_values
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.errors import Problem, Words

if TYPE_CHECKING:
    from rich.console import Console

    from evidence_desk.services import Progress

__all__ = ["Terminal", "visible"]

_SEVERITIES = {
    Severity.ERROR: (Words("错误", "error"), "bold red"),
    Severity.WARNING: (Words("注意", "warning"), "yellow"),
    Severity.NOTE: (Words("提示", "note"), "cyan"),
}
_STEPS = {
    "demo": Words("示例案件", "Sample cases"),
    "read": Words("读取", "Reading"),
    "originals": Words("原件", "Originals"),
    "bind": Words("装订", "Binding"),
    "verify": Words("复核", "Verifying"),
}


class Terminal:
    """Writes in one language, as JSON or for people. On no terminal, tables are lines with tabs and colours are off."""

    def __init__(self, language: Language, *, as_json: bool) -> None:
        self.language = language
        self.as_json = as_json

    def say(self, zh: str, en: str) -> str:
        """Give the sentence in the terminal's language."""
        return en if self.language == "en" else zh

    def label(self, zh: str, en: str) -> str:
        """Give the word in the terminal's language with its colon."""
        return self.say(f"{zh}：", f"{en}: ")

    def listed(self, words: Iterable[str]) -> str:
        """Give the words on one line, parted as the terminal's language does it."""
        return self.say("、", ", ").join(words)

    def pick(self, words: Words) -> str:
        """Give the words in the terminal's language."""
        return self.say(words.zh, words.en)

    def answer(self, value: object) -> None:
        """Print `value` as JSON, in UTF-8 whatever the terminal's own encoding, alone on standard output."""
        text = json.dumps(plain(value, self.language), ensure_ascii=False, indent=2) + "\n"
        # a name that is no Unicode (possible on Linux) stays readable as an escape, which JSON allows
        data = text.encode("utf-8", "backslashreplace")
        stream = sys.stdout
        with _unbroken(stream):
            buffer = getattr(stream, "buffer", None)
            if buffer is None:
                stream.write(data.decode("utf-8"))
            else:
                stream.flush()
                buffer.write(data)
            stream.flush()

    def line(self, text: str = "", *, style: str = "") -> None:
        """Print a line on standard output."""
        with _unbroken(sys.stdout):
            if not sys.stdout.isatty():
                sys.stdout.write(visible(text) + "\n")
            else:
                self._console(sys.stdout).print(visible(text), style=style, markup=False, highlight=False, emoji=False)
            sys.stdout.flush()

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print rows: a table on a terminal, lines with tabs elsewhere."""
        cells = [[visible(str(cell)).replace("\n", " ") for cell in row] for row in rows]
        with _unbroken(sys.stdout):
            if not sys.stdout.isatty():
                for row in cells:
                    sys.stdout.write("\t".join(cell.replace("\t", " ") for cell in row).rstrip() + "\n")
            else:
                from rich import box
                from rich.table import Table
                from rich.text import Text

                table = Table(*headers, box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
                for row in cells:
                    table.add_row(*(Text(cell) for cell in row))
                self._console(sys.stdout).print(table)
            sys.stdout.flush()

    def findings(self, findings: Sequence[Finding]) -> None:
        """Print findings, the gravest first."""
        order = list(_SEVERITIES)
        for finding in sorted(findings, key=lambda one: order.index(one.severity)):
            name, style = _SEVERITIES[finding.severity]
            where = f"[{finding.where}] " if finding.where else ""
            self.line(f"{self.pick(name)}  {where}{self.pick(finding.message)}", style=style)

    def finding_lists(self, findings: Iterable[Finding]) -> dict[str, list[dict[str, object]]]:
        """Give findings as JSON objects: what makes exit code 1 as "findings", what is good to know as "notes"."""
        lists: dict[str, list[dict[str, object]]] = {"findings": [], "notes": []}
        for finding in findings:
            name = "notes" if finding.severity is Severity.NOTE else "findings"
            lists[name].append(finding_values(finding, self.language))
        return lists

    def problems(self, problems: Sequence[Problem]) -> None:
        """Tell what went wrong: as JSON on standard output, else on standard error."""
        if self.as_json:
            self.answer({"errors": [problem_values(problem, self.language) for problem in problems]})
            return
        colour = sys.stderr is not None and sys.stderr.isatty()
        for problem in problems:
            place = " · ".join(part for part in (visible(problem.file), visible(problem.key)) if part)
            label = self.label("错误", "Error")
            self._complain(label, place, self.pick(problem.message), colour=colour)
            if hint := self.pick(problem.hint):
                self._complain(f"    {self.label('建议', 'Hint')}", "", hint, colour=False)

    @contextmanager
    def progress(self) -> Iterator["Progress | None"]:
        """Give a function that shows progress (step, done, total), or None where standard error is no terminal."""
        if sys.stderr is None or not sys.stderr.isatty():
            yield None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console(sys.stderr), transient=True) as bar:
            tasks: dict[str, int] = {}

            def show(step: str, done: int, total: int) -> None:
                if step not in tasks:
                    for task in bar.tasks:
                        # a new step means that those before it are done
                        bar.update(task.id, completed=task.total)
                    tasks[step] = bar.add_task(self.pick(_STEPS.get(step, Words(step, step))), total=total)
                bar.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]  # a TaskID is an int

            yield show

    def _complain(self, label: str, place: str, message: str, *, colour: bool) -> None:
        if sys.stderr is None:
            return
        gap = self.say("：", ": ") if place else ""
        with _unbroken(sys.stderr):
            if colour:
                from rich.text import Text

                text = Text.assemble((label, "bold red"), (place, "bold"), gap, visible(message))
                self._console(sys.stderr).print(text, soft_wrap=True)
            else:
                sys.stderr.write(f"{label}{place}{gap}{visible(message)}\n")
            sys.stderr.flush()

    def _console(self, stream: TextIO) -> "Console":
        from rich.console import Console

        return Console(file=stream)


def visible(text: str) -> str:
    """Show control characters and direction marks as escapes, so that no name can disguise itself."""
    hidden = {
        char
        for char in text
        if (unicodedata.category(char) in {"Cc", "Cs"} and char != "\n")
        or unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or char in "\u200e\u200f\u061c"
    }
    return "".join(f"\\u{ord(char):04x}" if char in hidden else char for char in text)


@contextmanager
def _unbroken(stream: TextIO) -> Iterator[None]:
    """Let a reader that went away (`| head`) end the output and nothing else."""
    try:
        yield
    except OSError as error:
        # Windows calls it an invalid argument
        if not isinstance(error, BrokenPipeError) and not (os.name == "nt" and error.errno == errno.EINVAL):
            raise
        # what follows, and the interpreter's own flush at exit, goes nowhere instead of failing again
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
