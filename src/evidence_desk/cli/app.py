"""The commands and their options. Each only asks the services and hands what comes back to its page."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evidence_desk import bootstrap
from evidence_desk.cli.help_texts import HelpfulCommand, HelpfulGroup
from evidence_desk.cli.terminal import Terminal
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.packet import Part, usual_parts
from evidence_desk.errors import InputError, Problem, Words
from evidence_desk.version import __version__

__all__ = ["app", "chosen_parts"]

DEMO_FOLDER = Path("evidence-desk-demo")

app = typer.Typer(
    name="evidence-desk",
    cls=HelpfulGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


class _Tongue(StrEnum):
    ZH = "zh"
    EN = "en"


# read from the bare arguments before anything else (run.py), so that help and usage errors obey it too
Lang = Annotated[_Tongue | None, typer.Option("--lang")]
Json = Annotated[bool, typer.Option("--json")]


@app.callback()
def start(ctx: typer.Context, *, lang: Lang = None, version: Annotated[bool, typer.Option("--version")] = False) -> int:
    """Answer --version; without a command there is only help as yet."""
    del lang
    if version:
        _terminal(ctx).line(f"evidence-desk {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        _terminal(ctx).line(ctx.get_help())
    return 0


@app.command(cls=HelpfulCommand)
def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", show_default=False)] = DEMO_FOLDER,
    *,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Make the sample cases and their packets."""
    del as_json, lang
    from evidence_desk.cli.demo_page import show_demo
    from evidence_desk.services import make_demo

    terminal = _terminal(ctx)
    with terminal.progress() as progress:
        report = make_demo(
            folder,
            samples=bootstrap.sample_folder(),
            workshop=bootstrap.open_workshop(),
            progress=progress,
        )
    show_demo(report, terminal)
    return 0


@app.command(cls=HelpfulCommand)
def build(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT.pdf")],
    *,
    edition: Annotated[Edition, typer.Option("--edition", show_default=False)] = Edition.PLATFORM,
    draft: Annotated[bool, typer.Option("--draft")] = False,
    without: Annotated[list[Part] | None, typer.Option("--without", metavar="PART", show_default=False)] = None,
    extra: Annotated[list[Part] | None, typer.Option("--with", metavar="PART", show_default=False)] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Build the packet of a case folder."""
    del as_json, lang
    from evidence_desk.cli.packet_page import show_build
    from evidence_desk.services import build_packet

    terminal = _terminal(ctx)
    _refuse_other_endings(out)
    parts = chosen_parts(edition, without=without, extra=extra)
    with terminal.progress() as progress:
        report = build_packet(
            folder,
            out,
            workshop=bootstrap.open_workshop(),
            edition=edition,
            draft=draft,
            parts=parts,
            progress=progress,
        )
    show_build(report, terminal)
    return _exit_code(report.findings)


@app.command(cls=HelpfulCommand)
def check(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    *,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Say what a case lacks and contradicts."""
    del as_json, lang
    from evidence_desk.cli.readiness_page import show_readiness
    from evidence_desk.services import check_case

    terminal = _terminal(ctx)
    with terminal.progress() as progress:
        readiness = check_case(folder, workshop=bootstrap.open_workshop(), progress=progress)
    show_readiness(readiness, terminal)
    return _exit_code(readiness.findings) if readiness.ready else 1


@app.command(cls=HelpfulCommand)
def verify(
    ctx: typer.Context,
    packet: Annotated[Path, typer.Argument(metavar="PACKET.pdf")],
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", show_default=False)] = None,
    *,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Say whether a packet is as it was built."""
    del as_json, lang
    from evidence_desk.cli.packet_page import show_verification
    from evidence_desk.services import verify_packet

    terminal = _terminal(ctx)
    report = verify_packet(packet, folder)
    show_verification(report, terminal)
    return 0 if report.ok else 1


@app.command(cls=HelpfulCommand)
def playbooks(
    ctx: typer.Context,
    playbook: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False)] = None,
    *,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """List the complaint types, or show one."""
    del as_json, lang
    from evidence_desk.cli.playbook_page import show_playbook, show_playbooks

    handbook = bootstrap.open_handbook()
    if playbook is None:
        show_playbooks(handbook.playbooks(), _terminal(ctx))
    else:
        show_playbook(handbook.playbook(playbook), handbook, _terminal(ctx))
    return 0


def chosen_parts(edition: Edition, *, without: list[Part] | None, extra: list[Part] | None) -> frozenset[Part] | None:
    """Give the parts that --without and --with leave, None where neither was given. Raises InputError for none left."""
    if not without and not extra:
        return None
    parts = (usual_parts(edition) | frozenset(extra or ())) - frozenset(without or ())
    if not parts:
        message = Words("所有部分都被去掉了。", "Every part is switched off.")
        raise InputError(Problem(message, Words("请至少保留一个部分。", "Leave at least one."), key="--without"))
    return parts


def _terminal(ctx: typer.Context) -> Terminal:
    terminal = ctx.obj
    if not isinstance(terminal, Terminal):
        raise TypeError("the command line was started without its terminal")
    return terminal


def _refuse_other_endings(out: Path) -> None:
    """Only a PDF may be overwritten: a slip such as `-o case.toml` must not cost the case."""
    if out.suffix.lower() != ".pdf" or out.is_dir():
        message = Words(f"输出文件应以 .pdf 结尾：{out}", f"The output must end in .pdf: {out}")
        raise InputError(Problem(message, Words("例如 -o appeal.pdf", "Such as -o appeal.pdf"), key="--out"))


def _exit_code(findings: Iterable[Finding]) -> int:
    return 1 if any(finding.severity is not Severity.NOTE for finding in findings) else 0
