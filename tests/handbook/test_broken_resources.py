"""A resource with a fault is refused, and the message names file, key and what was expected."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from evidence_desk.errors import InputError, Problem
from evidence_desk.handbook import load_handbook

Edit = Callable[[dict[str, Any]], object]


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        load_handbook(folder).check_everything()
    return caught.value.problems


def edited(folder: Path, name: str, edit: Edit) -> tuple[Problem, ...]:
    path = folder / name
    data = tomllib.loads(path.read_text("utf-8"))
    edit(data)
    path.write_text(tomli_w.dumps(data), "utf-8")
    return problems(folder)


def put(*place: str | int, value: object) -> Edit:
    """Set one value deep inside."""

    def edit(data: Any) -> None:
        for part in place[:-1]:
            data = data[part]
        data[place[-1]] = value

    return edit


def drop(*place: str | int) -> Edit:
    """Take one value out."""

    def edit(data: Any) -> None:
        for part in place[:-1]:
            data = data[part]
        del data[place[-1]]

    return edit


PLAYBOOK_FAULTS: list[tuple[Edit, str, str]] = [
    (put("colour", value="red"), "colour", "no such key"),
    (put("first_aids", value=[]), "first_aids", "first_aid"),
    (put("positions", 0, "draft", "tone", value=""), "positions[0].draft.tone", "conclusion"),
    (put("requirements", 0, "sets", 0, 0, "least", value=2), "requirements[0].sets[0][0].least", "count"),
    (put("checks", 0, "latest", value="x"), "checks[0].latest", "later"),
    (drop("applies"), "applies", "must be given"),
    (drop("checks", 0, "earlier"), "checks[0].earlier", "must be given"),
    (drop("checks", 0, "rule"), "checks[0]", "rule is missing"),
    (put("checks", 0, "rule", value="not_after"), "checks[0]", "'not_before'"),
    (put("name", value=3), "name", "text in quotes expected"),
    (put("facts", value="order_no"), "facts", "an array"),
    (put("names", value=["a"]), "names", "a table"),
    (put("requirements", 0, "sets", 0, 0, "count", value="2"), "requirements[0].sets[0][0].count", "a whole number"),
    (put("requirements", 0, "level", value="nice"), "requirements[0].level", "'required' or 'recommended'"),
    (put("requests", "later", value="x"), "requests.later", "'negotiate'"),
    (put("id", value="other"), "id", "file's name"),
    (put("default_position", value="nobody"), "default_position", "'nobody'"),
    (put("sub_cases", 0, "position", value="nobody"), "sub_cases[0].position", "'nobody'"),
    (put("requirements", 0, "positions", value=["nobody"]), "requirements[0].positions", "'nobody'"),
    (put("checks", 0, "positions", value=["nobody"]), "checks[0].positions", "'nobody'"),
    (put("platforms", 0, value="ebay"), "platforms", "'ebay'"),
    (put("names", "ebay", value="x"), "names", "'ebay'"),
    (put("positions", 0, "decisive", 0, value="selfie"), "positions[0].decisive", "'selfie'"),
    (put("requirements", 0, "sets", 0, 0, "kind", value="selfie"), "requirements[0].sets[0][0].kind", "'selfie'"),
    (put("requirements", 0, "sets", value=[]), "requirements[0].sets", "at least one set"),
    (put("requirements", 0, "sets", 0, 0, "count", value=0), "requirements[0].sets[0][0].count", "1 or more"),
    (put("facts", 0, value="shoe_size"), "facts", "'shoe_size'"),
    (put("positions", 0, "facts", 0, value="shoe_size"), "positions[0].facts", "'shoe_size'"),
    (put("checks", 0, "earlier", value="shoe_size"), "checks[0].earlier", "'shoe_size'"),
    (put("checks", 0, "earlier", value="waybill_no"), "checks[0].earlier", "time / date"),
    (put("checks", 0, "failed", value="{shoe_size}"), "checks[0].failed", "'shoe_size'"),
    (put("checks", 0, "failed", value="{signed_at"), "checks[0].failed", "braces"),
    (put("checks", 0, "failed", value="{signed_at!r}"), "checks[0].failed", "only a fact key"),
    (
        put("positions", 0, "draft", "conclusion", value="{{ shoe_size }}。"),
        "positions[0].draft.conclusion",
        "'shoe_size'",
    ),
    (put("positions", 0, "draft", "conclusion", value="{% if a %}"), "positions[0].draft.conclusion", "endif"),
    (
        put("positions", 0, "draft", "conclusion", value="{{ signer.__class__ }}"),
        "positions[0].draft.conclusion",
        "template",
    ),
    (put("positions", 0, "draft", "course", 0, "text", value="{{ }"), "positions[0].draft.course[0].text", "stray"),
    (put("positions", 0, "draft", "course", 0, "text", value="一。二。"), "positions[0].draft.course[0].text", "one"),
    (put("positions", 0, "draft", "course", 0, "at", value="signer"), "positions[0].draft.course[0].at", "time"),
    (put("positions", 0, "headline", value="{{ signer }}"), "positions[0].headline", "no template"),
    (put("requests", "appeal", value=" "), "requests.appeal", "must be given"),
    (
        put("requirements", 0, "sets", 0, 0, "where", value=[{"field": "shoe_size"}]),
        "requirements[0].sets[0][0].where[0].field",
        "'shoe_size'",
    ),
]


@pytest.mark.parametrize(("edit", "key", "expected"), PLAYBOOK_FAULTS, ids=[f"{k}-{e}" for _, k, e in PLAYBOOK_FAULTS])
def test_a_fault_of_a_playbook_is_named(copied: Path, edit: Edit, key: str, expected: str) -> None:
    found = edited(copied, "playbooks/not_received.toml", edit)
    here = [one for one in found if one.key == key and expected in f"{one.message.en} {one.hint.en}"]
    assert here, found
    assert here[0].file == "playbooks/not_received.toml"
    assert here[0].message.zh.startswith(key)


def test_an_alias_is_refused_where_the_canonical_field_is_meant(copied: Path) -> None:
    need = {"kind": "weight_record", "count": 2, "distinct": "point"}
    found = edited(copied, "playbooks/not_received.toml", put("requirements", 0, "sets", value=[[need]]))
    assert "'weigh_point'" in found[0].message.en


def test_a_condition_asks_for_a_choice_the_field_has(copied: Path) -> None:
    need = {"kind": "red_seal_cert", "where": [{"field": "seal_type", "one_of": ["round"]}]}
    found = edited(copied, "playbooks/not_received.toml", put("requirements", 0, "sets", value=[[need]]))
    assert found[0].key == "requirements[0].sets[0][0].where[0].one_of"


def test_duplicate_ids_are_named(copied: Path) -> None:
    def double(data: dict[str, Any]) -> None:
        for name in ("positions", "requirements", "checks", "sub_cases"):
            data[name].append(data[name][0])

    keys = {problem.key for problem in edited(copied, "playbooks/not_received.toml", double)}
    assert keys == {"positions", "requirements", "checks", "sub_cases"}


def test_a_settlement_that_denies_is_refused(copied: Path) -> None:
    def deny(data: dict[str, Any]) -> None:
        settled = next(one for one in data["positions"] if one["id"] == "promised_unpaid")
        settled["draft"]["conclusion"] = "投诉不成立。"
        settled["request"] = ""

    found = edited(copied, "playbooks/breach_promise_freight.toml", deny)
    assert [problem.key.rpartition("]")[2] for problem in found] == [".draft.conclusion", ".request"]


def test_an_amount_is_not_given_its_unit_twice(copied: Path) -> None:
    edit = put("positions", 0, "draft", "conclusion", value="已付 {{ paid_amount }} 元。")
    assert "unit" in edited(copied, "playbooks/breach_promise_freight.toml", edit)[0].message.en


def test_all_problems_of_all_files_come_at_once(copied: Path) -> None:
    (copied / "playbooks" / "damage.toml").write_text("id = \n", "utf-8")
    (copied / "wording.toml").write_text("[[tone]]\nid = 'x'\npattern = '('\nwhy = 'y'\n", "utf-8")
    found = edited(copied, "platforms/jd.toml", put("channels", 0, "images_max", value=0))
    assert {problem.file for problem in found} == {"playbooks/damage.toml", "wording.toml", "platforms/jd.toml"}


def test_the_entry_at_fault_is_named_by_its_id(copied: Path) -> None:
    found = edited(copied, "evidence_kinds.toml", drop("kind", 5, "fields", 1, "name"))
    assert (found[0].key, "carrier" in found[0].hint.en) == ("kind[5].fields[1].name", True)


@pytest.mark.parametrize(
    ("name", "edit", "key"),
    [
        ("facts.toml", put("fact", 0, "type", value="money"), "fact[0].type"),
        ("facts.toml", put("fact", 0, "key", value="Order No"), "fact[0].key"),
        ("facts.toml", put("fact", 1, "key", value="order_no"), "fact"),
        ("facts.toml", put("facts", value=[]), "facts"),
        ("evidence_kinds.toml", put("kind", 1, "id", value="order_detail"), "kind"),
        ("evidence_kinds.toml", put("kind", 0, "fields", 0, "type", value="time"), "kind[0].fields[0].type"),
        ("evidence_kinds.toml", put("kind", 0, "fields", 1, "aliases", value=["order_no"]), "kind[0].fields"),
        ("evidence_kinds.toml", put("kind", 0, "fields", 0, "type", value="choice"), "kind[0].fields[0].choices"),
        ("wording.toml", put("tone", 0, "pattern", value="(?P<"), "tone[0].pattern"),
        ("wording.toml", put("tone", 0, "pattern", value="a*"), "tone[0].pattern"),
        ("wording.toml", put("tone", 0, "suggestion", value="骗子"), "tone[0].suggestion"),
        ("wording.toml", put("prefer", 0, "to", value="friend"), "prefer[0].to"),
        ("platforms/jd.toml", put("channels", 0, "id", value="dongdong"), "channels"),
        ("platforms/jd.toml", put("channels", 1, "id", value="dongdong"), "channels[1].id"),
        ("platforms/jd.toml", drop("channels", 0, "sources", "images_max"), "channels[0].sources.images_max"),
        ("platforms/jd.toml", put("channels", 0, "formats", value=["heic"]), "channels[0].formats"),
        ("platforms/jd.toml", put("channels", 0, "text_encoding", value="ascii"), "channels[0].text_encoding"),
        ("platforms/jd.toml", put("channels", 0, "complaints", value=["rain"]), "channels[0].complaints"),
        ("platforms/jd.toml", put("windows", 0, "complaint", value="rain"), "windows[0].complaint"),
        ("platforms/jd.toml", put("windows", 0, "amount", value=0), "windows[0].amount"),
        ("platforms/jd.toml", put("windows", 0, "daily_to", value="25:00"), "windows[0].daily_to"),
        ("platforms/jd.toml", put("windows", 0, "as_of", value="lately"), "windows[0].as_of"),
        ("platforms/jd.toml", put("windows", 0, "unit", value="weeks"), "windows[0].unit"),
    ],
)
def test_a_fault_of_another_resource_is_named(copied: Path, name: str, edit: Edit, key: str) -> None:
    found = edited(copied, name, edit)
    assert (name, key) in {(problem.file, problem.key) for problem in found}, found
