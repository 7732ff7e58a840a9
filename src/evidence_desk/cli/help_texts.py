"""What --help says, in both languages, and how a command's help is put into the terminal's language."""

from collections.abc import Mapping
from typing import Any

from typer.core import TyperCommand, TyperGroup

from evidence_desk.cli.terminal import Terminal
from evidence_desk.domain.packet import Part
from evidence_desk.errors import Words

__all__ = ["HelpfulCommand", "HelpfulGroup"]

_COMMANDS: Mapping[str, Words] = {
    "evidence-desk": Words(
        "把截图、底单和报告整理成平台两分钟就能核对的申诉材料。不联网，不改动原件。",
        "Turns screenshots, slips and reports into an appeal that a platform clerk can check in two minutes. "
        "Works offline; originals are never changed.",
    ),
    "demo": Words(
        "生成示例案件和申诉材料（默认在 ./evidence-desk-demo，可重复运行）。",
        "Make sample cases and their packets (in ./evidence-desk-demo by default; may be repeated).",
    ),
    "build": Words(
        "由案件文件夹生成申诉材料 PDF；有待处理的问题也照样生成，退出码为 1。",
        "Build the packet of a case folder; findings never stop it, they make exit code 1.",
    ),
    "check": Words(
        "核对案件：缺什么、哪里矛盾、还剩多少时间。",
        "Check a case: what is missing, what contradicts, how long is left.",
    ),
    "verify": Words(
        "验证申诉材料是否被改动过；给出案件文件夹时一并核对原件。",
        "Verify that a packet is unchanged; with its case folder, its originals too.",
    ),
    "playbooks": Words("列出全部投诉类型，或显示其中一种的举证手册。", "List the complaint types, or show all of one."),
}

_PARAMETERS: Mapping[str, Words] = {
    "lang": Words("界面语言（也可设环境变量 EVIDENCE_DESK_LANG）。", "Language (or set EVIDENCE_DESK_LANG)."),
    "version": Words("显示版本。", "Show the version."),
    "help": Words("显示这份说明。", "Show this help."),
    "as_json": Words("只在标准输出打印 JSON（UTF-8）。", "Print JSON (UTF-8) alone on standard output."),
    "folder": Words("案件文件夹，或它的 zip。", "A case folder, or a zip of it."),
    "demo.folder": Words("放在哪里。", "Where to put them."),
    "verify.folder": Words("案件文件夹。", "The case folder."),
    "out": Words("写到哪个 PDF 文件。", "The PDF file to write."),
    "edition": Words(
        "platform 提交给平台（默认）；share 打码后给别人；internal 自己留底。",
        "platform to submit (default), share with personal data masked, internal to keep.",
    ),
    "draft": Words("每页加“草稿”字样。", "Mark every page as a draft."),
    "without": Words(
        f"去掉一个部分，可重复。部分：{'、'.join(Part)}。",
        f"Leave a part out; may be repeated. Parts: {', '.join(Part)}.",
    ),
    "extra": Words("加上一个部分（如 requirements），可重复。", "Add a part (such as requirements); may be repeated."),
    "packet": Words("要验证的申诉材料。", "The packet to verify."),
    "playbook": Words("投诉类型的 id。", "A complaint type's id."),
}

_FRAME: Mapping[str, str] = {
    "Usage:": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "[required]": "[必填]",
}


def _translate(command: Any, terminal: Terminal) -> None:
    name = command.name or ""
    command.help = terminal.pick(_COMMANDS[name])
    for parameter in command.params:
        words = _PARAMETERS.get(f"{name}.{parameter.name}") or _PARAMETERS[parameter.name]
        parameter.help = terminal.pick(words)


def _frame(text: str, terminal: Terminal) -> str:
    if terminal.language == "zh":
        for english, chinese in _FRAME.items():
            text = text.replace(english, chinese)
    return text


class HelpfulCommand(TyperCommand):
    """A command whose help speaks the terminal's language (the context's object)."""

    def get_help(self, ctx: Any) -> str:
        """Give the help text."""
        _translate(self, ctx.obj)
        return _frame(super().get_help(ctx), ctx.obj)

    def get_help_option(self, ctx: Any) -> Any:
        """Give --help with its own help in the terminal's language."""
        option = super().get_help_option(ctx)
        if option is not None and isinstance(ctx.obj, Terminal):
            option.help = ctx.obj.pick(_PARAMETERS["help"])
        return option


class HelpfulGroup(TyperGroup):
    """The command line itself, with help in the terminal's language."""

    def get_help(self, ctx: Any) -> str:
        """Give the help text."""
        _translate(self, ctx.obj)
        for name, command in self.commands.items():
            command.help = command.short_help = ctx.obj.pick(_COMMANDS[name])
        return _frame(super().get_help(ctx), ctx.obj)

    def get_help_option(self, ctx: Any) -> Any:
        """Give --help with its own help in the terminal's language."""
        option = super().get_help_option(ctx)
        if option is not None and isinstance(ctx.obj, Terminal):
            option.help = ctx.obj.pick(_PARAMETERS["help"])
        return option
