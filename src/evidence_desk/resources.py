"""One safe loader for what ships beside the code: where the resource folder is, and TOML with errors of use."""

import re
import tomllib
from pathlib import Path
from typing import Any

from evidence_desk.errors import EnvironmentFault, InputError, Problem, Words

__all__ = ["read_toml", "resource_folder"]

_MARKER = "evidence_kinds.toml"
_BYTES_MAX = 4_000_000
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def resource_folder() -> Path:
    """Give the folder of resources: inside an installed package, or at the top of a source checkout.

    Raises EnvironmentFault when the installation has lost it.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent.parent / "resources"):
        if (folder / _MARKER).is_file():
            return folder
    raise EnvironmentFault(
        Problem(
            Words("程序自带的资源文件夹不见了。", "The program's own resource folder is missing."),
            Words("请重新安装本程序。", "Please install the program again."),
            file="resources",
        )
    )


def read_toml(path: Path, *, name: str = "") -> dict[str, Any]:
    """Read a TOML file; a byte order mark, as Windows editors leave it, is fine.

    `name` is how the user knows the file (its own name by default). Raises InputError naming file and line when there
    is no such file or it is no TOML in UTF-8, EnvironmentFault when it can't be read.
    """
    shown = name or path.name
    # asked first: Windows calls the opening of a folder a lack of permission
    if not path.is_file():
        raise InputError(
            Problem(
                Words(f"找不到文件“{shown}”。", f"There is no file {shown!r}."),
                Words("请检查文件名和所在文件夹。", "Check the file's name and folder."),
                file=shown,
            )
        )
    try:
        with path.open("rb") as stream:
            data = stream.read(_BYTES_MAX + 1)
    except OSError as error:
        raise EnvironmentFault(
            Problem(
                Words(f"无法读取文件“{shown}”：{error.strerror}。", f"Cannot read {shown!r}: {error.strerror}."),
                Words(
                    "请检查文件权限，或关闭占用它的程序。", "Check its permissions, or close the program that holds it."
                ),
                file=shown,
            )
        ) from error
    if len(data) > _BYTES_MAX:
        raise InputError(
            Problem(
                Words("文件太大，不是正常的设置文件。", "The file is too large to be a settings file."),
                Words(f"上限为 {_BYTES_MAX // 1_000_000} MB。", f"At most {_BYTES_MAX // 1_000_000} MB."),
                file=shown,
            )
        )
    return _parse(data, shown)


def _parse(data: bytes, shown: str) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            Problem(
                Words(f"第 {line} 行不是 UTF-8 文字。", f"Line {line} is not UTF-8 text."),
                Words("请用 UTF-8 编码另存该文件。", "Save the file in the UTF-8 encoding."),
                file=shown,
                key=f"line {line}",
            )
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_syntax_problem(str(error), text, shown)) from error
    except RecursionError as error:
        raise InputError(
            Problem(
                Words("数组或表套得太深。", "Arrays or tables are nested too deeply."),
                Words("请减少嵌套层数。", "Use fewer levels."),
                file=shown,
            )
        ) from error


def _syntax_problem(reason: str, text: str, shown: str) -> Problem:
    place = _PLACE.search(reason)
    plain = reason[: place.start()] if place else reason
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    column = f"，第 {place[2]} 列" if place and place[2] else ""
    column_en = f", column {place[2]}" if place and place[2] else ""
    return Problem(
        Words(f"第 {line} 行{column}不合 TOML 语法（{plain}）。", f"Line {line}{column_en} is not TOML: {plain}."),
        Words(
            "请检查这一行的引号、括号和等号；文字要用英文引号括起。",
            "Check the quotes, brackets and equal signs of this line; text stands in straight quotes.",
        ),
        file=shown,
        key=f"line {line}",
    )
