"""The only wiring: which handbook, clock, cache and language this run of the program uses."""

import atexit
import locale
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from evidence_desk.domain.facts import YEARS
from evidence_desk.errors import InputError, Problem, Words

if TYPE_CHECKING:
    from evidence_desk.handbook import Handbook
    from evidence_desk.services import Workshop

__all__ = [
    "Clock",
    "Language",
    "cache_folder",
    "chosen_clock",
    "language",
    "open_handbook",
    "open_workshop",
    "override_folder",
    "sample_folder",
]

APP = "evidence-desk"

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""

Language = Literal["zh", "en"]


def open_handbook() -> "Handbook":
    """Open the handbook that ships with the program, with the person's own files over it."""
    from evidence_desk.handbook import load_handbook
    from evidence_desk.resources import resource_folder

    return load_handbook(resource_folder(), overrides=override_folder())


def open_workshop() -> "Workshop":
    """Give everything the services need: handbook, clock, cache and fonts."""
    from evidence_desk.resources import resource_folder
    from evidence_desk.services import Workshop

    return Workshop(
        handbook=open_handbook(),
        clock=chosen_clock(),
        cache_folder=cache_folder(),
        font_folder=resource_folder() / "fonts",
    )


def override_folder() -> Path:
    """Give the folder of the person's own handbook files; EVIDENCE_DESK_CONFIG moves the folder around it."""
    own = os.environ.get("EVIDENCE_DESK_CONFIG")
    if own:
        return Path(own) / "handbook"
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "handbook"


def cache_folder() -> Path:
    """Give the folder of what can always be made again; EVIDENCE_DESK_CACHE overrides it.

    Where the usual one cannot be written (no home, a read-only disk) it is a temporary one, gone with the program.
    """
    own = os.environ.get("EVIDENCE_DESK_CACHE")
    if own:
        return Path(own)
    from platformdirs import user_cache_path

    usual = user_cache_path(APP, appauthor=False)
    try:
        usual.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=usual).close()
    except OSError:
        # the cache only saves time; a place that is full or forbidden must not keep anybody from building
        passing = tempfile.TemporaryDirectory(prefix=f"{APP}-", ignore_cleanup_errors=True)
        atexit.register(passing.cleanup)
        return Path(passing.name)
    return usual


def sample_folder() -> Path:
    """Give the folder of the sample cases that ship with the program."""
    from evidence_desk.resources import resource_folder

    return resource_folder() / "samples"


def chosen_clock(environ: Mapping[str, str] | None = None) -> Clock:
    """Give the clock of this run: SOURCE_DATE_EPOCH (seconds since 1970, UTC) stops it at that moment.

    Raises InputError when SOURCE_DATE_EPOCH is no such number.
    """
    stated = (os.environ if environ is None else environ).get("SOURCE_DATE_EPOCH", "")
    if not stated:
        return lambda: datetime.now(UTC)
    try:
        moment = _since_1970(int(stated))
    except (ValueError, OverflowError, OSError) as error:
        message = Words(f"“{stated}”不是秒数。", f"“{stated}” is no number of seconds.")
        hint = Words("请写 1970 年以来的整秒数，或不设置它。", "Give whole seconds since 1970, or unset it.")
        raise InputError(Problem(message, hint, key="SOURCE_DATE_EPOCH")) from error
    return lambda: moment


def _since_1970(seconds: int) -> datetime:
    moment = datetime.fromtimestamp(seconds, UTC)
    if not 1970 <= moment.year < YEARS.stop:
        raise ValueError(seconds)
    return moment


def language(environ: Mapping[str, str] | None = None) -> Language:
    """Give the language of the interface: EVIDENCE_DESK_LANG, else English where the system speaks it, else Chinese."""
    values = os.environ if environ is None else environ
    wanted = values.get("EVIDENCE_DESK_LANG", "").strip().lower()
    if wanted:
        return "en" if wanted.startswith("en") else "zh"
    spoken = next((values[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if values.get(name)), None)
    if spoken is None and environ is None:
        spoken = _system_language()
    return "en" if spoken and spoken.lower().startswith("en") else "zh"


def _system_language() -> str:
    if sys.platform == "win32":
        # the language of Windows itself; the locale there only says how dates look
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return locale.getlocale()[0] or ""
