"""One run of the command line: language, errors and exit codes. Heavy libraries are loaded by the commands."""

import atexit
import errno
import gc
import os
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import typer

from evidence_desk.bootstrap import Language, language
from evidence_desk.cli.app import app
from evidence_desk.cli.terminal import Terminal
from evidence_desk.errors import Cancelled, EvidenceDeskError, Problem, Words

__all__ = ["main"]

FOUND, AT_FAULT, ENVIRONMENT, INTERRUPTED = 1, 2, 3, 130

# typer has carried its own copy of click since 0.2x; the base of its usage errors is only reachable this way in both
_USAGE_ERROR: type[Exception] = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 done, 1 findings, 2 input or call at fault, 3 environment."""
    # a command lives for seconds and makes few cycles; by its usual measure the collector takes a tenth of them
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)  # nor need it look at everything once more when all is over
    args = list(sys.argv[1:] if argv is None else argv)
    _write_what_can_be_written()
    terminal = Terminal(_language(args), as_json="--json" in args)
    try:
        return _run(args, terminal)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Cancelled:
        return INTERRUPTED
    except EvidenceDeskError as error:
        terminal.problems(error.problems)
        return error.exit_code
    except OSError as error:
        _show_details()
        terminal.problems([_system_problem(error)])
        return ENVIRONMENT
    except Exception as error:  # noqa: BLE001 - the outermost edge: nobody above could say it better
        _show_details()
        terminal.problems([_unforeseen(error)])
        return ENVIRONMENT


def _run(args: list[str], terminal: Terminal) -> int:
    try:
        code = app(args, prog_name="evidence-desk", standalone_mode=False, obj=terminal)
    except typer.Exit as error:
        return error.exit_code
    except typer.Abort:
        return INTERRUPTED
    except SystemExit:
        # typer leaves so only when the reader of its help went away (`--help | head`)
        return 0
    except _USAGE_ERROR as error:
        terminal.problems([_usage_problem(error)])
        return AT_FAULT
    return code if isinstance(code, int) else 0


def _language(args: Sequence[str]) -> Language:
    """Find --lang wherever it stands, for help and usage errors are told before options are parsed."""
    for arg, following in zip(args, [*args[1:], ""], strict=False):
        wanted = following if arg == "--lang" else arg.removeprefix("--lang=") if arg.startswith("--lang=") else ""
        if wanted in ("zh", "en"):
            return "en" if wanted == "en" else "zh"
    return language()


def _write_what_can_be_written() -> None:
    """Characters that the terminal's encoding lacks become question marks; a stream that is closed swallows all."""
    # None where there is no terminal at all: pythonw on Windows, `>&-` elsewhere
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _usage_problem(error: Exception) -> Problem:
    hint = Words("加 --help 查看用法。", "Add --help for the usage.")
    name = type(error).__name__
    told = str(getattr(error, "message", "") or error)
    option = str(getattr(error, "option_name", "") or "")
    if name == "NoSuchOption":
        near = getattr(error, "possibilities", None) or ()
        if near:
            hint = Words(f"是否想写 {'、'.join(near)}？", f"Did you mean {', '.join(near)}?")
        return Problem(Words(f"没有选项 {option}。", f"There is no option {option}."), hint, key=option)
    parameter = _parameter_name(error)
    if name == "MissingParameter":
        return Problem(Words(f"缺少 {parameter}。", f"{parameter} is missing."), hint, key=parameter)
    if name == "BadParameter":
        return Problem(Words(f"{parameter} 的值不可用：{told}", f"{parameter}: {told}"), hint, key=parameter)
    if name == "BadOptionUsage":
        return Problem(Words(f"选项 {option} 后面缺少值。", f"The option {option} needs a value."), hint, key=option)
    command = re.search(r"No such command ['\"](.+?)['\"]", told)
    if command:
        near = re.findall(r"['\"]([\w-]+)['\"]", told[command.end() :])
        if near:
            hint = Words(f"是否想写 {'、'.join(near)}？", f"Did you mean {', '.join(near)}?")
        return Problem(Words(f"没有命令“{command[1]}”。", f"There is no command “{command[1]}”."), hint, key=command[1])
    extra = re.search(r"unexpected extra argument(?:s|\(s\))? \((.+)\)", told)
    if extra:
        return Problem(Words(f"多余的参数：{extra[1]}", f"Too many arguments: {extra[1]}"), hint, key=extra[1])
    return Problem(Words(f"命令用法有误：{told}", told), hint)


def _parameter_name(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", "") or "")
    if getattr(parameter, "param_type_name", "") == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name)


def _system_problem(error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    if error.errno == errno.ENOSPC:
        message = Words("磁盘已满。", "The disk is full.")
    else:
        message = Words(f"系统出错：{reason}", f"The system refused: {reason}")
    hint = Words("请检查磁盘空间和文件权限后重试。", "Check disk space and permissions, then try again.")
    if error.errno == errno.ENAMETOOLONG:
        message = Words("文件名或路径太长。", "The file name or path is too long.")
        hint = Words("请改用短一些的名字。", "Choose a shorter one.")
    return Problem(message, hint, str(error.filename or ""))


def _unforeseen(error: Exception) -> Problem:
    if isinstance(error, MemoryError):
        message = Words("内存不足。", "The machine ran out of memory.")
        return Problem(message, Words("请关闭别的程序后重试。", "Close other programs and try again."))
    message = Words(
        f"程序内部出错（{type(error).__name__}）。", f"An error inside the program ({type(error).__name__})."
    )
    hint = Words(
        "设置环境变量 EVIDENCE_DESK_DEBUG=1 再运行一次，可看到详情。",
        "Run it again with the environment variable EVIDENCE_DESK_DEBUG=1 to see the details.",
    )
    return Problem(message, hint)


def _show_details() -> None:
    if os.environ.get("EVIDENCE_DESK_DEBUG") == "1":
        traceback.print_exc()
