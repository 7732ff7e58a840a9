"""What this room says when a file cannot be used: name, page, what is wrong, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.errors import EnvironmentFault, InputError, Problem, Words

__all__ = [
    "damaged",
    "environment_faults",
    "finding",
    "foreign_faults",
    "refuse",
    "too_big",
    "truncated",
    "wrong_content",
]

_RESEND = Words(
    "请从手机或原平台重新导出原图，再替换这个文件。",
    "Export the original again from the phone or platform and replace this file.",
)
_SMALLER = Words(
    "请用截图或打印方式另存为普通大小的图片后再加入。",
    "Save it as an ordinary picture (a screenshot, say) and add that instead.",
)


def refuse(*, name: str, message: Words, hint: Words = _RESEND, page: int | None = None) -> InputError:
    """Make the error for a file that cannot be used. `page` counts from 1."""
    if page is not None:
        message = Words(f"第 {page} 页：{message.zh}", f"Page {page}: {message.en}")
    return InputError(Problem(message, hint, name, "" if page is None else f"page {page}"))


def damaged(name: str, *, zh: str, en: str, page: int | None = None) -> InputError:
    """Make the error for content that is broken; `zh` and `en` say which part."""
    return refuse(name=name, page=page, message=Words(f"文件已损坏，无法解码：{zh}。", f"The file is damaged: {en}."))


def truncated(name: str, *, page: int | None = None) -> InputError:
    """Make the error for a file whose end is missing."""
    return refuse(
        name=name,
        page=page,
        message=Words("文件不完整，后半部分缺失（可能没有传输完）。", "The file is cut short; its end is missing."),
    )


def too_big(*, name: str, page: int | None, zh: str, en: str) -> InputError:
    """Make the error for a file that asks for more than the limits give."""
    return refuse(name=name, page=page, message=Words(zh, en), hint=_SMALLER)


def wrong_content(name: str, *, zh: str, en: str) -> InputError:
    """Make the error for a file whose ending promises a picture or PDF that is not inside."""
    return refuse(name=name, message=Words(zh, en))


def finding(code: str, severity: Severity, *, zh: str, en: str) -> Finding:
    """Make a finding; the caller's caller knows the evidence id and fills `where`."""
    return Finding(code, severity, Words(zh, en))


@contextmanager
def foreign_faults(name: str, *, page: int | None = None) -> Iterator[None]:
    """Translate whatever a decoding library raises on hostile bytes into an InputError about `name`."""
    try:
        yield
    except (InputError, EnvironmentFault):
        raise
    except MemoryError as error:
        raise too_big(
            name=name,
            page=page,
            zh="内存不足，无法打开这个文件。",
            en="There is not enough memory to open this file.",
        ) from error
    except Exception as error:  # decoders raise anything: struct.error, SyntaxError, IndexError, their own classes
        text = str(error).lower()
        if "truncated" in text or isinstance(error, EOFError):
            raise truncated(name, page=page) from error
        raise damaged(name, page=page, zh="内容不符合格式规定", en=str(error) or type(error).__name__) from error


@contextmanager
def environment_faults(name: str) -> Iterator[None]:
    """Translate the file system's refusals: a missing file is the input's fault, the rest the environment's."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refuse(
            name=name,
            message=Words("找不到这个文件。", "There is no such file."),
            hint=Words("请检查文件名，或把文件放回案件文件夹。", "Check the name, or put the file back into the case."),
        ) from error
    except IsADirectoryError as error:
        raise not_a_file(name) from error
    except OSError as error:
        raise EnvironmentFault(
            Problem(
                Words("无法读取这个文件。", "The file cannot be read."),
                Words(
                    "请检查权限，并确认没有被其他程序占用。",
                    "Check its permissions and that no other program holds it.",
                ),
                name,
            )
        ) from error


def not_a_file(name: str) -> InputError:
    """Make the error for a folder or device where a file is expected."""
    return refuse(
        name=name,
        message=Words("这不是一个普通文件。", "This is not an ordinary file."),
        hint=Words("请写出文件夹里具体的文件名。", "Name a file inside the folder."),
    )
