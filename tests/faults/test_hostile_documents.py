"""Evidence PDFs are hostile until shown otherwise: nothing that acts gets through, and nothing overwhelms."""

import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from tests.imaging.document_files import add_page, all_keys, annotate, drawn, save, square_form, text_of
from tests.imaging.picture_files import UNTOUCHED, put

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.picture import DocumentPage
from evidence_desk.errors import InputError
from evidence_desk.imaging import open_original

HELLO = b"BT /F1 24 Tf 20 250 Td (Hello 2468) Tj ET 0 0 1 rg 20 20 60 40 re f"
FORBIDDEN = {
    *("/AA", "/OpenAction", "/JavaScript", "/JS", "/Annots", "/AcroForm", "/EmbeddedFiles", "/EF", "/Names", "/URI"),
    *(
        "/Metadata",
        "/PieceInfo",
        "/Thumb",
        "/StructTreeRoot",
        "/StructParents",
        "/Launch",
        "/A",
        "/Dests",
        "/AF",
        "/OPI",
    ),
    *(
        "/Ref",
        "/Alternates",
        "/OCProperties",
        "/OC",
        "/Lang",
        "/Author",
        "/Creator",
        "/Producer",
        "/SpiderInfo",
        "/Perms",
    ),
}


def full_of_traps() -> bytes:
    """A page that draws a greeting, with everything around it that a PDF can act or tell with."""
    with Pdf.new() as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('secret')"))
        launch = Dictionary(S=Name.Launch, F=String("cmd.exe secret"))
        page = add_page(pdf, HELLO + b" q 1 0 0 1 60 100 cm /Fm Do Q q 9 0 0 9 1 1 cm /Im Do Q")
        page.AA = Dictionary(O=script, C=launch)
        page.Thumb = Stream(pdf, b"secret thumb", Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
        page.PieceInfo = Dictionary(App=Dictionary(Private=String("secret"), LastModified=String("D:2024")))
        page.Metadata = Stream(pdf, b"<secret/>")
        page.StructParents = 0
        picture = Stream(pdf, bytes(3), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        picture.Metadata = Stream(pdf, b"<secret GPS/>")
        picture.Alternates = Array([Dictionary(Image=picture, DefaultForPrinting=True)])
        picture.OPI = Dictionary({"/2.0": Dictionary(F=String("secret.eps"))})
        form = square_form(pdf, Metadata=Stream(pdf, b"<secret/>"), PieceInfo=Dictionary(X=String("secret")))
        form.Ref = Dictionary(F=String("other secret.pdf"), Page=0)
        page.Resources.XObject = Dictionary(Fm=form, Im=picture, Ps=Stream(pdf, b"secret ps", Subtype=Name.PS))
        page.Resources.Properties = Dictionary(MC0=Dictionary(Metadata=Stream(pdf, b"<secret/>")))
        annotate(pdf, page, subtype="Link", A=Dictionary(S=Name.URI, URI=String("http://secret.example/")))
        annotate(pdf, page, FT=Name.Btn, AA=Dictionary(E=script), A=launch, AP=Dictionary(N=square_form(pdf)), F=4)
        annotate(pdf, page, subtype="FileAttachment", AP=Dictionary(N=square_form(pdf)), FS=_attachment(pdf))
        annotate(pdf, page, subtype="Popup", Contents=String("secret remark"))
        root = pdf.Root
        root.OpenAction, root.AA = script, Dictionary(WC=script)
        root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), script])),
            EmbeddedFiles=Dictionary(Names=Array([String("a"), _attachment(pdf)])),
        )
        root.Metadata = Stream(pdf, b"<secret/>")
        root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot)
        root.Lang = String("secret")
        pdf.docinfo["/Author"] = "secret author"
        return save(pdf)


def _attachment(pdf: Pdf) -> Object:
    inside = Stream(pdf, b"MZ secret program", Type=Name.EmbeddedFile)
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("secret.exe"), EF=Dictionary(F=inside)))


def test_nothing_that_acts_or_tells_gets_through(tmp_path: Path) -> None:
    with open_original(put(tmp_path, "a.pdf", full_of_traps()), name="a.pdf") as opened:
        page = opened.page(0, UNTOUCHED)
        assert [finding.code for finding in opened.findings] == ["attachments_left_out"]
    assert isinstance(page, DocumentPage)
    assert all_keys(page.pdf) & FORBIDDEN == set()
    with Pdf.open(io.BytesIO(page.pdf)) as result:
        plain = save(result, qdf=True, stream_decode_level=3)
    assert b"secret" not in plain
    assert "Hello 2468" in text_of(page.pdf)
    red, green, _ = drawn(page.pdf).crop((205, 125, 275, 195)).split()
    assert min(red.tobytes()) > 200
    assert max(green.tobytes()) < 60


def test_content_outside_the_file_is_never_fetched(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        outside = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, F=String("/etc/passwd"))
        outside.ColorSpace, outside.BitsPerComponent = Name.DeviceGray, 8
        page = add_page(pdf, HELLO + b" /Im Do")
        page.Resources.XObject = Dictionary(Im=outside)
        path = put(tmp_path, "a.pdf", save(pdf))
    with open_original(path, name="a.pdf") as opened:
        shown = opened.page(0, UNTOUCHED)
    assert not isinstance(shown, DocumentPage)
    assert "page_rendered" in [finding.code for finding in shown.findings]


# pages that ask for too much


def _with_page(content: bytes = HELLO, **entries: Any) -> bytes:
    with Pdf.new() as pdf:
        add_page(pdf, content, **entries)
        return save(pdf)


@cache
def flood() -> bytes:
    engine = zlib.compressobj(1)
    block = b"0 0 m 1 1 l S " * 70_000
    return b"".join(engine.compress(block) for _ in range(90)) + engine.flush()


def flooded() -> bytes:
    with Pdf.new() as pdf:
        page = add_page(pdf, b"")
        page.Contents = Stream(pdf, flood(), Filter=Name.FlateDecode)
        return save(pdf, compress_streams=False)


def avalanche() -> bytes:
    """Forms that each draw the next one ten times, ten deep."""
    with Pdf.new() as pdf:
        form = square_form(pdf)
        for _ in range(10):
            form = square_form(pdf, b"/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=form)))
        add_page(pdf, b"/X Do", Resources=Dictionary(XObject=Dictionary(X=form)))
        return save(pdf)


def deep() -> bytes:
    with Pdf.new() as pdf:
        form = square_form(pdf)
        for _ in range(400):
            form = square_form(pdf, b"/X Do", Resources=Dictionary(XObject=Dictionary(X=form)))
        add_page(pdf, b"/X Do", Resources=Dictionary(XObject=Dictionary(X=form)))
        return save(pdf)


def huge_picture() -> bytes:
    with Pdf.new() as pdf:
        picture = Stream(pdf, bytes(9), Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        page = add_page(pdf, b"/Im Do")
        page.Resources.XObject = Dictionary(Im=picture)
        return save(pdf)


def many_pages() -> bytes:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO)
        pdf.Root.Pages.Kids = Array([page] * 1)
        for _ in range(2_100):
            pdf.pages.append(pdf.pages[0])
        return save(pdf)


def no_pages() -> bytes:
    with Pdf.new() as pdf:
        return save(pdf)


OVERWHELMING: dict[str, Callable[[], bytes]] = {
    "a million points": lambda: _with_page(MediaBox=Array([0, 0, 1_000_000, 1_000_000])),
    "a page of nothing": lambda: _with_page(MediaBox=Array([0, 0, 0.001, 0.001])),
    "a unit of a million": lambda: _with_page(UserUnit=1_000_000),
    "many pages": many_pages,
    "no pages": no_pages,
    "a flood of instructions": flooded,
    "an avalanche of forms": avalanche,
    "a tower of forms": deep,
    "a huge picture": huge_picture,
}

_TRIAL = """
import json, resource, sys, time
from pathlib import Path
from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import Box
from evidence_desk.errors import InputError
from evidence_desk.imaging import open_original
with open_original(Path(sys.argv[2]), name="warm") as opened:
    opened.prove()
    opened.page(0, PageRecipe(crop=Box(0, 0, .5, .5)))
before, start, said = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), []
for touch in (lambda o: o.prove(), lambda o: o.page(0, PageRecipe()), lambda o: o.page(0, PageRecipe(turn=90)),
              lambda o: o.page(0, PageRecipe(crop=Box(0, 0, .5, .5)))):
    try:
        with open_original(Path(sys.argv[1]), name="bomb") as opened:
            touch(opened)
        said.append("")
    except InputError as error:
        said.append(error.problems[0].message.zh)
spent = time.perf_counter() - start
print(json.dumps([said, spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory of a process is read with the resource module")
@pytest.mark.parametrize("name", OVERWHELMING)
def test_a_page_that_asks_for_too_much_is_refused(tmp_path: Path, name: str) -> None:
    bomb = put(tmp_path, "bomb.pdf", OVERWHELMING[name]())
    warm = put(tmp_path, "warm.pdf", _with_page())
    done = subprocess.run(
        [sys.executable, "-c", _TRIAL, str(bomb), str(warm)], capture_output=True, check=True, timeout=120
    )
    said, seconds, grown = json.loads(done.stdout)
    assert all(said)
    assert seconds < 8
    assert grown < (200 if "flood" in name else 100)


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        form = square_form(pdf, b"1 0 0 rg 0 0 20 20 re f /Me Do")
        form.Resources = Dictionary(XObject=Dictionary(Me=form))
        page = add_page(pdf, HELLO + b" /Fm Do")
        page.Resources.XObject = Dictionary(Fm=form)
        path = put(tmp_path, "a.pdf", save(pdf))
    with open_original(path, name="a.pdf") as opened:
        opened.prove()
        assert opened.page(0, UNTOUCHED).look.width == 200


# broken files


@cache
def sound() -> bytes:
    with Pdf.new() as pdf:
        for number in range(3):
            add_page(pdf, HELLO + b" %d 0 m" % number)
        return save(pdf)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.95, 0.99])
def test_a_cut_pdf_is_refused(tmp_path: Path, share: float) -> None:
    data = full_of_traps()
    with pytest.raises(InputError) as caught:
        open_original(put(tmp_path, "a.pdf", data[: int(len(data) * share)]), name="发票.pdf")
    assert caught.value.problems[0].file == "发票.pdf"
    assert caught.value.problems[0].hint.zh


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_bytes_give_a_page_or_a_plain_error(tmp_path: Path, data: st.DataObject) -> None:
    broken = bytearray(data.draw(st.sampled_from([sound(), full_of_traps()])))
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = put(tmp_path, "a.pdf", bytes(broken))
    with suppress(InputError), open_original(path, name="a.pdf") as opened:  # anything else is a fault of ours
        opened.prove()
        for index in range(opened.page_count):
            opened.page(index, PageRecipe(turn=90))
            opened.page(index, PageRecipe(crop=Box(0.1, 0.1, 0.3, 0.3)))


def test_drawing_instructions_that_do_not_unpack_are_an_error(tmp_path: Path) -> None:
    good = zlib.compress(HELLO * 30)
    with Pdf.new() as pdf:
        page = add_page(pdf)
        page.Contents = Stream(pdf, good[:30] + bytes(8) + good[38:], Filter=Name.FlateDecode)
        path = put(tmp_path, "a.pdf", save(pdf, compress_streams=False))
    for proving in (True, False):
        with pytest.raises(InputError) as caught, open_original(path, name="a.pdf") as opened:
            opened.prove() if proving else opened.page(0, UNTOUCHED)
        assert "第 1 页" in caught.value.problems[0].message.zh


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 40, b"%PDF-1.4 %%EOF", b"\n\n%PDF-2.0 hi"]
)
def test_a_mere_beginning_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError):
        open_original(put(tmp_path, "a.pdf", data), name="a.pdf")
