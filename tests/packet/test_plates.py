"""Plates: what goes in comes out, a cache that lies is made anew, and its size is bounded."""

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.packet.making import document, solid

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import Encoding, PageContent, PageLook, PicturePage, Raster
from evidence_desk.errors import EnvironmentFault, InputError, Problem, Words
from evidence_desk.packet import Plate, PlateCache

FINDING = Finding("animation", Severity.NOTE, Words("动图只取首帧。", "First frame only."), "a.gif")


@pytest.fixture
def cache(tmp_path: Path) -> PlateCache:
    return PlateCache(tmp_path)


def raster(data: bytes, **more: object) -> Raster:
    return Raster(3, 2, Encoding.PNG, 1, 8, data, **more)  # type: ignore[arg-type]


def rich_page() -> PicturePage:
    return PicturePage(
        PageLook("picture", 2, 3, (0.25, 0.5), (0.5,)),
        raster(b"pixels", palette=b"RGBrgb", icc=b"profile", inverted=True, alpha=raster(b"shade")),
        6,
        (FINDING,),
    )


def make(cache: PlateCache, key: str, *pages: PageContent) -> Plate:
    return cache.make(key, pages, lambda: (FINDING,))


def test_a_plate_found_again_is_the_one_that_was_made(cache: PlateCache) -> None:
    made = make(cache, "k", rich_page(), document("A"), solid())
    assert cache.find("k") == made
    page = made.pages[0]
    assert page.look == rich_page().look
    assert (page.orientation, page.findings) == (6, (FINDING,))
    assert page.image is not None
    assert page.image.alpha is not None
    assert made.read(page.image.data) == b"pixels"
    assert page.image.palette is not None
    assert made.read(page.image.palette) == b"RGBrgb"
    assert page.image.icc is not None
    assert made.read(page.image.icc) == b"profile"
    assert made.read(page.image.alpha.data) == b"shade"
    assert made.pages[1].document is not None
    assert made.read(made.pages[1].document) == document("A").pdf
    assert made.findings == (FINDING,)


def test_an_unknown_key_finds_nothing(cache: PlateCache) -> None:
    assert cache.find("k") is None


def test_a_plate_without_pages_is_kept_too(cache: PlateCache) -> None:
    made = make(cache, "k")
    assert cache.find("k") == made


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([".plate", ".json"]), st.data())
def test_a_plate_with_any_damage_is_not_found_or_still_the_same(
    cache: PlateCache, tmp_path: Path, ending: str, data: st.DataObject
) -> None:
    made = make(cache, "k", rich_page(), solid())
    path = made.path.with_suffix(ending)
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    match data.draw(st.sampled_from(["flip", "cut", "delete", "empty", "more"])):
        case "flip":
            whole[at] = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
            path.write_bytes(whole)
        case "cut":
            path.write_bytes(whole[:at])
        case "delete":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case _:
            path.write_bytes(whole + b"x")
    assert cache.find("k") is None
    assert make(cache, "k", rich_page(), solid()) == cache.find("k")


def test_a_page_that_fails_leaves_nothing_behind(cache: PlateCache, tmp_path: Path) -> None:
    def pages() -> Iterator[PageContent]:
        yield solid()
        raise InputError(Problem(Words("坏图", "bad picture")))

    with pytest.raises(InputError):
        cache.make("k", pages(), lambda: ())
    assert cache.find("k") is None
    assert not list((tmp_path / "plates").iterdir())


def test_a_cache_folder_deleted_meanwhile_is_made_anew(cache: PlateCache, tmp_path: Path) -> None:
    (tmp_path / "plates").rmdir()
    assert cache.find("k") is None
    assert make(cache, "k", solid()) == cache.find("k")


def test_a_cache_folder_that_cannot_be_written_is_a_fault_of_the_environment(cache: PlateCache, tmp_path: Path) -> None:
    (tmp_path / "plates").rmdir()
    (tmp_path / "plates").write_bytes(b"a file in its place")
    with pytest.raises(EnvironmentFault):
        make(cache, "k", solid())


def test_a_file_in_the_caches_place_is_a_fault_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        PlateCache(tmp_path / "cache")


def sized(cache: PlateCache, key: str, size: int, *, hours: float) -> Path:
    """A plate of so many bytes last used so many hours ago."""
    page = PicturePage(PageLook("picture", 1, 1), raster(bytes(size)))
    path = make(cache, key, page).path
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_trimming_deletes_the_longest_unused_until_the_limit_holds(tmp_path: Path) -> None:
    cache = PlateCache(tmp_path, limit=250)
    oldest = sized(cache, "oldest", 100, hours=9)
    older = sized(cache, "older", 100, hours=5)
    newer = sized(cache, "newer", 100, hours=3)
    newest = sized(cache, "newest", 100, hours=2)
    cache.trim()
    assert not oldest.exists()
    assert not oldest.with_suffix(".json").exists()
    assert not older.exists()
    assert newer.exists()
    assert newest.exists()


def test_trimming_spares_what_is_in_use_or_was_used_within_the_hour(tmp_path: Path) -> None:
    cache = PlateCache(tmp_path, limit=0)
    kept = sized(cache, "kept", 100, hours=9)
    young = sized(cache, "young", 100, hours=0.5)
    old = sized(cache, "old", 100, hours=2)
    cache.trim(keep=[kept])
    assert (kept.exists(), young.exists(), old.exists()) == (True, True, False)


def test_a_plate_that_another_build_made_and_holds_open_is_taken_as_it_is(
    cache: PlateCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = make(cache, "k", solid())

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use", str(target))

    monkeypatch.setattr(Path, "replace", held)
    assert make(cache, "k", solid()) == there
    with pytest.raises(EnvironmentFault):
        make(cache, "other", solid())


def test_finding_a_plate_makes_it_young(tmp_path: Path) -> None:
    cache = PlateCache(tmp_path, limit=0)
    path = sized(cache, "k", 100, hours=9)
    assert cache.find("k")
    cache.trim()
    assert path.exists()


def test_trimming_clears_what_a_crash_left_behind_but_not_what_is_being_written(tmp_path: Path) -> None:
    cache = PlateCache(tmp_path)
    old, new = tmp_path / "plates" / "a.part", tmp_path / "plates" / "b.part"
    for path in (old, new):
        path.write_bytes(b"half a plate")
    os.utime(old, (time.time() - 2 * 3600,) * 2)
    cache.trim()
    assert not old.exists()
    assert new.exists()
