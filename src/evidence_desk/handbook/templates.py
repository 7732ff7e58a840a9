"""Templates of sentences: {{ key }} and {% if key %} over facts, in a sandbox, and nothing else."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

__all__ = ["names_in", "render", "required_names"]

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_VALUE = re.compile(r"\{\{\s*([a-z_][a-z0-9_]*)\s*\}\}")
_IF = re.compile(r"\{%\s*if\s+([a-z_][a-z0-9_]*)\s*%\}")
_BRANCH = re.compile(r"\{%\s*(else|endif)\s*%\}")


def names_in(text: str) -> frozenset[str]:
    """Give the keys a template names. Raises ValueError with an English reason when it is not a plain template."""
    return frozenset(name for name, _ in _walk(text))


def required_names(text: str) -> tuple[str, ...]:
    """Give the keys a template prints outside of any condition, each once, in order."""
    return tuple(dict.fromkeys(name for name, depth in _walk(text) if depth == 0))


def render(text: str, values: Mapping[str, str], missing: Callable[[str], str]) -> str:
    """Fill a template. A key without a value is false in a condition and prints as `missing(key)`."""
    if "{" not in text:
        return text
    context = {name: values[name] if values.get(name) else _Missing(missing(name)) for name in names_in(text)}
    return _environment().from_string(text).render(context)


class _Missing:
    """Prints as a placeholder and counts as false."""

    def __init__(self, shown: str) -> None:
        self._shown = shown

    def __str__(self) -> str:
        return self._shown

    def __bool__(self) -> bool:
        return False


def _walk(text: str) -> Iterable[tuple[str, int]]:
    """Yield each key with the depth of conditions around it; a condition's own key counts as inside."""
    found: list[tuple[str, int]] = []
    open_ifs: list[bool] = []
    end = 0
    for match in _TAG.finditer(text):
        _refuse_stray(text[end : match.start()])
        end = match.end()
        tag = match[0]
        if value := _VALUE.fullmatch(tag):
            found.append((value[1], len(open_ifs)))
        elif condition := _IF.fullmatch(tag):
            open_ifs.append(False)
            found.append((condition[1], len(open_ifs)))
        elif branch := _BRANCH.fullmatch(tag):
            _close(branch[1], open_ifs)
        else:
            raise ValueError(f"{tag} is neither {{{{ key }}}} nor {{% if key %}}, {{% else %}}, {{% endif %}}")
    _refuse_stray(text[end:])
    if open_ifs:
        raise ValueError("an {% if %} has no {% endif %}")
    return found


def _close(word: str, open_ifs: list[bool]) -> None:
    if not open_ifs or (word == "else" and open_ifs[-1]):
        raise ValueError(f"an {{% {word} %}} stands without its {{% if %}}")
    if word == "else":
        open_ifs[-1] = True
    else:
        open_ifs.pop()


def _refuse_stray(text: str) -> None:
    for mark in ("{{", "}}", "{%", "%}", "{#"):
        if mark in text:
            raise ValueError(f"a stray {mark}")


@cache
def _environment() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # plain text: nothing is HTML here, and the packet escapes every string it prints
    environment = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment
