"""Writing a case and reading it back loses nothing, and writing never leaves anything half done."""

import errno
import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storage.case_example import EXAMPLE

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.edits import Arrow, BoxMark, Crop, Edit, Edition, Magnify, Note, NumberMark, Redact, Rotate
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import Fact, FactValue, Place
from evidence_desk.domain.geometry import Box, Point
from evidence_desk.domain.vocabulary import Vocabulary
from evidence_desk.errors import EnvironmentFault, InputError
from evidence_desk.storage import disk, read_case_folder, write_case_folder
from evidence_desk.storage.case_writer import case_toml

texts = st.text(max_size=30).map(str.strip)
some_text = texts.filter(bool)
ids = st.text(st.characters(categories=("L", "N"), include_characters="-_."), min_size=1, max_size=8)
names = ids.map(lambda name: f"{name}.jpg").filter(lambda name: len(name.encode()) < 200)
zones = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(hours=3, minutes=30))])
times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 - zones are drawn
dates = st.dates(date(1990, 1, 1), date(2100, 1, 1))
amounts = st.decimals(0, 10**9, places=2, allow_nan=False)
weights = st.decimals(0, 10**6, places=3, allow_nan=False)
whole = st.integers(0, 10**12 - 1)
editions = st.sets(st.sampled_from(Edition), min_size=1).map(frozenset)
pages = st.integers(1, 500)
colors = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
shares = st.floats(0, 1)
points = st.builds(Point, shares, shares)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(st.floats(0, 0.99)), draw(st.floats(0, 0.99))
    width, height = draw(st.floats(0.001, 1 - x)), draw(st.floats(0.001, 1 - y))
    return Box(x, y, width, height)


edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Redact, page=pages, editions=editions, box=boxes(), style=st.sampled_from(["solid", "mosaic"])),
    st.builds(Crop, page=pages, editions=editions, box=boxes()),
    st.builds(Rotate, page=pages, editions=editions, angle=st.sampled_from([90, 180, 270])),
    st.builds(BoxMark, page=pages, editions=editions, box=boxes(), color=colors),
    st.builds(Arrow, page=pages, editions=editions, start=points, end=points, color=colors),
    st.builds(NumberMark, page=pages, editions=editions, at=points, label=some_text.map(lambda t: t[:8].strip())),
    st.builds(Note, page=pages, editions=editions, box=boxes(), text=some_text),
    st.builds(Magnify, page=pages, editions=editions, box=boxes()),
)

known_facts: Mapping[str, st.SearchStrategy[FactValue]] = {
    "waybill_no": some_text,
    "signed_at": times,
    "valid_to": dates,
    "paid_amount": amounts,
    "weight_pickup_kg": weights,
    "items_sent": whole,
    "sign_method": st.sampled_from(["本人", "邻居"]),
}
anything: st.SearchStrategy[FactValue] = st.one_of(st.text(max_size=20), whole, times, dates)
unknown_keys = st.text(max_size=12).filter(lambda key: key not in known_facts)


@st.composite
def fact_values(draw: st.DrawFn) -> dict[str, FactValue]:
    values: dict[str, FactValue] = {}
    for key in draw(st.lists(st.sampled_from(list(known_facts)), unique=True, max_size=4)):
        values[key] = draw(known_facts[key])
    values.update(draw(st.dictionaries(unknown_keys, anything, max_size=3)))
    return values


@st.composite
def cases(draw: st.DrawFn) -> Case:
    item_ids = draw(st.lists(ids, max_size=4, unique_by=str.casefold))
    items = tuple(
        Evidence(
            id=item_id,
            files=tuple(draw(st.lists(names, min_size=1, max_size=3))),
            kind=draw(st.sampled_from([None, "sign_off_proof"])),
            title=draw(texts),
            proves=draw(texts),
            source=draw(texts),
            taken_at=draw(st.none() | times),
            include=draw(st.booleans()),
            notes=draw(st.text(max_size=60)),
            fields=draw(fact_values()),
            edits=tuple(draw(st.lists(edits, max_size=3))),
        )
        for item_id in item_ids
    )
    places = (
        st.builds(Place, st.sampled_from(item_ids), st.none() | pages, st.none() | boxes()) if item_ids else st.none()
    )
    facts = {
        key: Fact(key, value, draw(st.none() | places), draw(st.booleans()))
        for key, value in draw(fact_values()).items()
    }
    cited = "".join(f"[[evidence:{item_id}]]" for item_id in item_ids)
    statement = draw(st.none() | st.text(max_size=80).filter(lambda text: "[[" not in text and bool(text.strip())))
    return Case(
        platform=draw(st.sampled_from(["pinduoduo", "jd"])),
        complaint="not_received",
        position=draw(st.sampled_from([None, "settled"])),
        stage=draw(st.sampled_from(Stage)),
        title=draw(texts),
        shop=draw(texts),
        order_no=draw(texts),
        complaint_no=draw(texts),
        buyer=draw(texts),
        goods=draw(texts),
        amount=draw(st.none() | amounts),
        received_at=draw(st.none() | times),
        deadline=draw(st.none() | times),
        request=draw(texts),
        facts=facts,
        statement=None if statement is None else f"{statement}\n{cited}",
        evidence=items,
    )


def lay_down(case: Case, folder: Path) -> dict[str, Path]:
    """Give the case's originals, all the same small file."""
    original = folder / "original"
    original.write_bytes(b"x")
    return dict.fromkeys((name for item in case.evidence for name in item.files), original)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(case=cases())
def test_a_case_written_and_read_back_is_the_same(
    case: Case, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    write_case_folder(case, folder / "case", originals=lay_down(case, folder))
    with read_case_folder(folder / "case", vocabulary) as found:
        assert found.case == case


def test_reading_a_folder_and_writing_it_elsewhere_loses_nothing(
    example: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    text = EXAMPLE.replace('signer = "王**"', 'signer = "王**"\nmine = 1.50\n"键 2" = "值"')
    (example / "case.toml").write_text(text.replace("[evidence.fields]", "[evidence.fields]\nshelf = 7"), "utf-8")
    with read_case_folder(example, vocabulary) as first:
        write_case_folder(first.case, tmp_path / "copy", originals=first.originals)
        with read_case_folder(tmp_path / "copy", vocabulary) as second:
            assert second.case == first.case
            assert second.findings == first.findings
            assert second.originals["signoff.jpg"].read_bytes() == (example / "signoff.jpg").read_bytes()


def test_what_is_written_reads_well(example: Path, vocabulary: Vocabulary) -> None:
    with read_case_folder(example, vocabulary) as found:
        text = case_toml(found.case)
    expected = (
        'signed_at = { value = 2024-11-04T11:06:00+08:00, source = "signoff", page = 1, box = [0.1, 0.3, 0.4, 0.05] }'
    )
    assert expected in text.splitlines()
    assert text.startswith("format = 1\n\n[case]\nplatform = ")
    assert tomllib.loads(text) == tomllib.loads(EXAMPLE)


def test_writing_into_the_same_folder_keeps_originals_and_what_else_lies_there(
    example: Path, vocabulary: Vocabulary
) -> None:
    (example / "library.json").write_text("{}", encoding="utf-8")
    before = (example / "signoff.jpg").stat().st_mtime_ns
    with read_case_folder(example, vocabulary) as found:
        write_case_folder(found.case, example, originals=found.originals)
    assert (example / "signoff.jpg").stat().st_mtime_ns == before
    assert sorted(path.name for path in example.iterdir()) == ["case.toml", "library.json", "signoff.jpg"]


def test_another_file_of_the_same_name_is_never_overwritten(
    example: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "signoff.jpg").write_bytes(b"the person's own")
    with read_case_folder(example, vocabulary) as found, pytest.raises(InputError):
        write_case_folder(found.case, target, originals=found.originals)
    assert (target / "signoff.jpg").read_bytes() == b"the person's own"
    assert not (target / "case.toml").exists()


@pytest.mark.parametrize("name", ["../x.jpg", "/x.jpg", "case.toml"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    case = Case(platform="jd", complaint="not_received", evidence=(Evidence(id="a", files=(name,)),))
    (tmp_path / "original").write_bytes(b"x")
    with pytest.raises(InputError):
        write_case_folder(case, tmp_path / "case", originals={name: tmp_path / "original"})
    assert not (tmp_path / "case").exists()


def test_a_missing_original_is_told_before_anything_is_written(tmp_path: Path) -> None:
    case = Case(platform="jd", complaint="not_received", evidence=(Evidence(id="a", files=("a.jpg",)),))
    with pytest.raises(InputError):
        write_case_folder(case, tmp_path / "case", originals={})
    assert not (tmp_path / "case").exists()


def test_a_full_disk_leaves_nothing_half_written(
    example: Path, tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with read_case_folder(example, vocabulary) as found, pytest.raises(EnvironmentFault) as caught:
        write_case_folder(found.case, tmp_path / "deep" / "copy", originals=found.originals)
    assert "磁盘已满" in caught.value.problems[0].message.zh
    assert not (tmp_path / "deep").exists()


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "case.toml"
    target.write_bytes(b"old")

    def fail(self: Path, other: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(EnvironmentFault):
        disk.write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["case.toml"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_written_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    disk.write_file(tmp_path / "ours", b"x")
    (tmp_path / "other").write_bytes(b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_moment_with_seconds_in_its_offset_stays_the_same_moment(tmp_path: Path, vocabulary: Vocabulary) -> None:
    odd = datetime(1920, 1, 1, 12, tzinfo=timezone(timedelta(hours=8, minutes=5, seconds=43)))
    write_case_folder(Case(platform="jd", complaint="not_received", deadline=odd), tmp_path, originals={})
    with read_case_folder(tmp_path, vocabulary) as found:
        assert found.case.deadline == odd


def test_amounts_are_written_as_text_with_their_decimals() -> None:
    text = case_toml(Case(platform="jd", complaint="not_received", amount=Decimal("129.00")))
    assert cast("dict[str, dict[str, object]]", tomllib.loads(text))["case"]["amount"] == "129.00"
