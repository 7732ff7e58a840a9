"""Templates know keys and conditions, and nothing that runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.handbook.templates import names_in, render, required_names


def test_keys_are_found_inside_and_outside_conditions() -> None:
    text = "{{ a }}{% if b %}{{ c }}{% else %}{{d}}{% endif %}"
    assert names_in(text) == {"a", "b", "c", "d"}
    assert required_names(text) == ("a",)


@pytest.mark.parametrize(
    "text",
    [
        "{{ a.b }}",
        "{{ a|upper }}",
        "{{ 7*7 }}",
        "{{ a() }}",
        "{% for x in a %}{% endfor %}",
        "{% include 'x' %}",
        "{% set a = 1 %}",
        "{# note #}",
        "{{ a",
        "a }}",
        "{% if a %}",
        "{% endif %}",
        "{% else %}",
        "{% if a %}{% else %}{% else %}{% endif %}",
        "{% if a and b %}{% endif %}",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        names_in(text)


def test_values_are_printed_as_they_are() -> None:
    assert render("{{ a }}，{{ b }}", {"a": "<b>&{{ c }}"}, lambda key: f"[{key}]") == "<b>&{{ c }}，[b]"


@given(text=st.text(alphabet="{}%# abifelsnd_(). 中", max_size=40))
def test_what_is_accepted_can_be_rendered(text: str) -> None:
    try:
        names = names_in(text)
    except ValueError:
        return
    assert isinstance(render(text, dict.fromkeys(names, "x"), str), str)
