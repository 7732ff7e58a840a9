"""PDF pages stay vectors, upright and flattened; what cannot stay so becomes a picture and says why."""

import io
import threading
import zlib
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, String
from PIL import Image, ImageChops
from tests.imaging.document_files import RED_SQUARE, add_page, annotate, drawn, save, square_form, text_of
from tests.imaging.picture_files import UNTOUCHED, motley, packed, page_of, picture_of, put
from tests.imaging.raster_reading import seen

from evidence_desk.domain.edits import PageRecipe, Redact
from evidence_desk.domain.findings import Severity
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.picture import DocumentPage
from evidence_desk.errors import InputError
from evidence_desk.imaging import open_original

HELLO = b"BT /F1 24 Tf 20 250 Td (Hello 2468) Tj ET 0 0 1 rg 20 20 60 40 re f"
FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"


def document_of(tmp_path: Path, data: bytes, recipe: PageRecipe = UNTOUCHED, *, index: int = 0) -> DocumentPage:
    page = page_of(put(tmp_path, "a.pdf", data), recipe, index=index)
    assert isinstance(page, DocumentPage), [finding.message.en for finding in page.findings]
    return page


def alike(one: Image.Image, other: Image.Image, *, within: int = 40) -> bool:
    assert one.size == other.size
    bands = ImageChops.difference(one, other).reduce(4).split()
    return max(max(band.tobytes()) for band in bands) <= within


def is_red(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    red, green, _ = picture.crop(box).resize((1, 1), Image.Resampling.BOX).split()
    return red.tobytes()[0] > 200 and green.tobytes()[0] < 80


def made(content: bytes = HELLO, **entries: Any) -> bytes:
    with Pdf.new() as pdf:
        add_page(pdf, content, **entries)
        return save(pdf)


def test_text_and_drawings_stay_vectors(tmp_path: Path) -> None:
    data = made()
    page = document_of(tmp_path, data)
    assert (page.look.width, page.look.height) == (200, 300)
    assert "Hello 2468" in text_of(page.pdf)
    assert alike(drawn(page.pdf), drawn(data))


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    assert document_of(tmp_path, made()).pdf == document_of(tmp_path, made()).pdf


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
def test_the_page_is_upright_and_turned(tmp_path: Path, rotate: int, turn: int) -> None:
    data = made(Rotate=rotate, MediaBox=Array([-50, 30, 150, 330]))
    page = document_of(tmp_path, data, PageRecipe(turn=turn))
    expected = drawn(data)
    if turn:
        expected = expected.transpose(
            {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180}.get(turn, Image.Transpose.ROTATE_90)
        )
    assert [page.look.width * 2, page.look.height * 2] == [float(side) for side in expected.size]
    with Pdf.open(io.BytesIO(page.pdf)) as opened:
        assert [float(value) for value in opened.pages[0].MediaBox] == [0, 0, page.look.width, page.look.height]
        assert "/Rotate" not in opened.pages[0]
    # turned glyphs are smoothed differently, so only the large shapes can be compared closely
    assert alike(drawn(page.pdf), expected, within=90)


def test_the_crop_box_is_the_page(tmp_path: Path) -> None:
    page = document_of(tmp_path, made(CropBox=Array([10, 10, 110, 90])))
    assert (page.look.width, page.look.height) == (100, 80)
    shown = drawn(page.pdf, scale=1)
    assert shown.crop((15, 65, 16, 66)).tobytes() == bytes((0, 0, 255))
    assert shown.crop((90, 5, 91, 6)).tobytes() == bytes((255, 255, 255))


def test_the_user_unit_counts(tmp_path: Path) -> None:
    page = document_of(tmp_path, made(UserUnit=2.5))
    assert (page.look.width, page.look.height) == (500, 750)
    assert drawn(page.pdf, scale=1).getpixel((100, 650)) == (0, 0, 255)


def test_inherited_values_hold(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO)
        pdf.Root.Pages.Resources, pdf.Root.Pages.MediaBox, pdf.Root.Pages.Rotate = page.Resources, page.MediaBox, 90
        del page["/Resources"], page["/MediaBox"]
        data = save(pdf)
    shown = document_of(tmp_path, data)
    assert (shown.look.width, shown.look.height) == (300, 200)
    assert "Hello" in text_of(shown.pdf)


def test_content_in_several_streams_is_one(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        add_page(pdf, [b"q 0 0 1 rg", b"20 20 60 40 re f", b"Q BT /F1 24 Tf 20 250 Td (Hello) Tj", b"ET"])
        data = save(pdf)
    page = document_of(tmp_path, data)
    assert "Hello" in text_of(page.pdf)
    assert alike(drawn(page.pdf), drawn(data))


def test_every_page_is_reached(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        for number in range(5):
            add_page(pdf, b"BT /F1 24 Tf 20 250 Td (Page %d) Tj ET" % number)
        path = put(tmp_path, "a.pdf", save(pdf))
    with open_original(path, name="a.pdf") as opened:
        opened.prove()
        assert (opened.form, opened.page_count) == ("document", 5)
        for number in (4, 0, 2):
            page = opened.page(number, UNTOUCHED)
            assert isinstance(page, DocumentPage)
            assert f"Page {number}" in text_of(page.pdf)


@pytest.mark.parametrize("form", ["JPEG", "JPEG2000"])
def test_packed_pictures_pass_through(tmp_path: Path, form: str) -> None:
    inside = packed(motley(60, 40), form)
    with Pdf.new() as pdf:
        picture = Stream(pdf, inside)
        picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 60, 40
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        picture.Filter = Name.DCTDecode if form == "JPEG" else Name.JPXDecode
        add_page(pdf, b"q 120 0 0 80 20 20 cm /Im Do Q", Resources=Dictionary(XObject=Dictionary(Im=picture)))
        data = save(pdf)
    page = document_of(tmp_path, data)
    assert inside in page.pdf
    assert alike(drawn(page.pdf), drawn(data))


def test_masks_patterns_shadings_and_drawn_fonts_survive(tmp_path: Path) -> None:
    data = _painted()
    page = document_of(tmp_path, data)
    assert alike(drawn(page.pdf), drawn(data), within=4)


def _painted() -> bytes:
    with Pdf.new() as pdf:
        mask = Stream(pdf, bytes(range(0, 250, 10)), Type=Name.XObject, Subtype=Name.Image, Width=5, Height=5)
        mask.ColorSpace, mask.BitsPerComponent = Name.DeviceGray, 8
        picture = Stream(pdf, bytes(range(75)), Type=Name.XObject, Subtype=Name.Image, Width=5, Height=5)
        picture.ColorSpace, picture.BitsPerComponent, picture.SMask = Name.DeviceRGB, 8, mask
        tile = Stream(pdf, b"0 0.6 0 rg 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
        tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 10, 10]), 10, 10, Dictionary()
        blend = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 200, 0]), Function=blend)
        glyph = Stream(pdf, b"1000 0 0 0 800 800 d1 0 0 800 800 re f")
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 1000, 1000]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(A=glyph),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name.A])),
            FirstChar=65,
            LastChar=65,
            Widths=Array([1000]),
            Resources=Dictionary(),
        )
        group = square_form(pdf, b"0.5 g 0 0 20 20 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
        soft = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=group))
        resources = Dictionary(
            XObject=Dictionary(Im=picture, Fm=square_form(pdf)),
            Pattern=Dictionary(Tile=tile, Slope=Dictionary(PatternType=2, Shading=shading)),
            Font=Dictionary(F3=font),
            ExtGState=Dictionary(Soft=soft, Half=Dictionary(ca=0.5)),
        )
        content = (
            b"q 50 0 0 50 10 10 cm /Im Do Q q /Pattern cs /Tile scn 70 10 50 50 re f Q "
            b"q /Pattern cs /Slope scn 10 70 150 40 re f Q BT /F3 30 Tf 10 130 Td (AA) Tj ET "
            b"q /Half gs 1 0 0 1 100 130 cm /Fm Do Q q /Soft gs 0 0 1 rg 0 0 20 20 re f Q"
        )
        add_page(pdf, content, Resources=resources)
        return save(pdf)


# what shows only as annotation or form field


def test_the_seal_in_a_signature_field_stays_visible(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO)
        annotate(pdf, page, FT=Name.Sig, F=132, V=Dictionary(Type=Name.Sig), AP=Dictionary(N=square_form(pdf)))
        data = save(pdf)
    shown = document_of(tmp_path, data)
    assert is_red(drawn(shown.pdf), (205, 125, 275, 195))
    assert b"/Widget" not in shown.pdf
    assert b"/Sig" not in shown.pdf


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_seal_lies_where_it_lay_on_a_turned_page(tmp_path: Path, rotate: int) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO, Rotate=rotate)
        form = square_form(pdf, b"1 0 0 rg 0 0 20 20 re f 0 1 0 rg 0 0 8 8 re f", Matrix=Array([0, 1, -1, 0, 7, 9]))
        annotate(pdf, page, subtype="Stamp", F=4, AP=Dictionary(N=form))
        data = save(pdf)
    assert alike(drawn(document_of(tmp_path, data).pdf), drawn(data), within=24)


def test_of_a_check_box_the_chosen_state_shows(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO)
        states = Dictionary(On=square_form(pdf), Off=square_form(pdf, b"0 1 0 rg 0 0 20 20 re f"))
        annotate(pdf, page, FT=Name.Btn, F=4, AS=Name.On, V=Name.On, AP=Dictionary(N=states))
        data = save(pdf)
    assert is_red(drawn(document_of(tmp_path, data).pdf), (205, 125, 275, 195))


@pytest.mark.parametrize("flags", [2, 32])
def test_what_is_hidden_stays_hidden(tmp_path: Path, flags: int) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO)
        annotate(pdf, page, subtype="Stamp", F=flags, AP=Dictionary(N=square_form(pdf)))
        data = save(pdf)
    assert not is_red(drawn(document_of(tmp_path, data).pdf), (205, 125, 275, 195))


def test_a_field_without_appearance_is_shown_as_a_picture(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, HELLO)
        field = annotate(pdf, page, FT=Name.Tx, F=4, V=String("WWWW"), DA=String("/F1 20 Tf 1 0 0 rg"))
        field.Rect = Array([20, 150, 180, 190])
        pdf.Root.AcroForm.DR, pdf.Root.AcroForm.NeedAppearances = page.Resources, True
        data = save(pdf)
    page = picture_of(put(tmp_path, "a.pdf", data))
    assert "page_rendered" in [finding.code for finding in page.findings]
    red, green, _ = seen(page).crop((60, 340, 550, 460)).split()
    assert min(green.tobytes()) < 100 < min(red.tobytes())


def _layered(*, off: bool) -> bytes:
    with Pdf.new() as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        settings = Dictionary(ON=Array([]), OFF=Array([layer] if off else []))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=settings)
        page = add_page(pdf, HELLO + b" /OC /L BDC 1 0 0 rg 100 200 40 40 re f EMC")
        page.Resources.Properties = Dictionary(L=layer)
        return save(pdf)


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    page = picture_of(put(tmp_path, "a.pdf", _layered(off=True)))
    assert "page_rendered" in [finding.code for finding in page.findings]
    red, green, blue = seen(page).convert("RGB").split()
    reddish = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    assert max(reddish.tobytes()) < 60


def test_a_shown_layer_stays_vector(tmp_path: Path) -> None:
    shown = document_of(tmp_path, _layered(off=False))
    assert is_red(drawn(shown.pdf), (205, 125, 275, 195))
    assert b"/OC" not in shown.pdf.replace(b"/OCProperties", b"").replace(b"/OC /L BDC", b"")


# pages whose pixels are touched


def test_a_redacted_page_becomes_a_picture_without_its_text(tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", made())
    box = Box(0.05, 0.08, 0.9, 0.13)
    page = picture_of(path, PageRecipe(redactions=(Redact(page=1, box=box),)))
    shown = seen(page).convert("L")
    width, height = shown.size
    assert abs(width / height - 200 / 300) < 0.01
    inner = shown.crop((round(0.06 * width), round(0.09 * height), round(0.94 * width), round(0.2 * height)))
    assert inner.getcolors() is not None
    assert len(inner.getcolors() or ()) == 1
    assert shown.getpixel((width // 4, round(height * 0.87))) != 255


def test_a_crop_of_a_turned_page_is_taken_as_seen(tmp_path: Path) -> None:
    data = made(Rotate=90)
    page = picture_of(put(tmp_path, "a.pdf", data), PageRecipe(crop=Box(0, 0, 0.5, 0.5)))
    whole = drawn(data, scale=220 / 72)
    expected = whole.crop((0, 0, round(whole.width / 2), round(whole.height / 2)))
    shown = seen(page)
    assert abs(shown.width - expected.width) <= 1
    assert alike(shown.resize(expected.size), expected, within=120)
    assert not page.raster.palette


def test_a_page_without_colour_becomes_a_grey_picture(tmp_path: Path) -> None:
    data = made(b"BT /F1 24 Tf 20 250 Td (Hello) Tj ET")
    assert picture_of(put(tmp_path, "a.pdf", data), PageRecipe(crop=Box(0, 0, 1, 0.5))).raster.channels == 1


def test_a_page_far_longer_than_a_sheet_becomes_a_picture_that_can_be_cut(tmp_path: Path) -> None:
    lines = b"".join(b"BT /F1 12 Tf 10 %d Td (line of a long chat) Tj ET " % y for y in range(20, 1480, 40))
    page = picture_of(put(tmp_path, "a.pdf", made(lines, MediaBox=Array([0, 0, 150, 1500]))))
    assert "page_rendered" in [finding.code for finding in page.findings]
    assert page.look.quiet
    assert page.look.forced == ()


# fonts


def test_fonts_that_are_not_inside_are_named(tmp_path: Path) -> None:
    page = document_of(tmp_path, made())
    (found,) = page.findings
    assert (found.code, found.severity) == ("font_not_embedded", Severity.WARNING)
    assert "Helvetica" in found.message.zh


def test_fonts_of_a_form_field_are_named_too(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, b"0 0 1 rg 20 20 60 40 re f")
        form = square_form(pdf, b"BT /F1 9 Tf 2 5 Td (ab) Tj ET", Resources=page.Resources)
        annotate(pdf, page, FT=Name.Tx, F=4, V=String("ab"), AP=Dictionary(N=form))
        data = save(pdf)
    assert [finding.code for finding in document_of(tmp_path, data).findings] == ["font_not_embedded"]


def test_unused_and_invisible_fonts_are_not_named(tmp_path: Path) -> None:
    assert document_of(tmp_path, made(b"0 0 1 rg 20 20 60 40 re f")).findings == ()
    assert document_of(tmp_path, made(b"BT 3 Tr /F1 24 Tf 20 250 Td (scanned) Tj ET")).findings == ()


def test_embedded_fonts_are_fine(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("TestSong", str(FONT)))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("TestSong", 20)
    canvas.drawString(80, 700, "电子发票")
    canvas.save()
    page = document_of(tmp_path, out.getvalue())
    assert page.findings == ()
    assert "电子发票" in text_of(page.pdf)


# files with faults of their own


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        add_page(pdf, HELLO)
        data = save(pdf, encryption=Encryption(owner="boss", user="secret"))
    with pytest.raises(InputError) as caught:
        open_original(put(tmp_path, "a.pdf", data), name="发票.pdf")
    assert "密码" in caught.value.problems[0].message.zh
    assert caught.value.problems[0].file == "发票.pdf"


def test_an_owner_password_does_not_matter(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        add_page(pdf, HELLO)
        data = save(pdf, encryption=Encryption(owner="boss", user=""))
    page = document_of(tmp_path, data)
    assert "Hello" in text_of(page.pdf)
    with Pdf.open(io.BytesIO(page.pdf)) as opened:
        assert not opened.is_encrypted


def test_a_mended_file_is_used_with_a_warning(tmp_path: Path) -> None:
    data = made()
    at = data.rindex(b"startxref")
    broken = data[:at] + b"startxref\n7\n%%EOF\n"
    with open_original(put(tmp_path, "a.pdf", broken), name="a.pdf") as opened:
        assert [finding.code for finding in opened.findings] == ["repaired"]
        page = opened.page(0, UNTOUCHED)
    assert isinstance(page, DocumentPage)
    assert "Hello" in text_of(page.pdf)


def test_a_picture_that_does_not_unpack_is_reported(tmp_path: Path) -> None:
    rows = zlib.compress(bytes(range(256)) * 30)
    with Pdf.new() as pdf:
        picture = Stream(pdf, rows[:40] + bytes(20) + rows[60:])
        picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 16, 16
        picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.FlateDecode
        add_page(pdf, b"q 90 0 0 90 9 9 cm /Im Do Q", Resources=Dictionary(XObject=Dictionary(Im=picture)))
        data = save(pdf)
    page = document_of(tmp_path, data)
    assert [finding.code for finding in page.findings] == ["damaged_part"]


def test_many_threads_share_the_one_engine(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{number}.pdf", made(HELLO + b" %d 0 m" % number)) for number in range(6)]
    results: dict[int, str] = {}

    def work(number: int) -> None:
        with open_original(paths[number], name="a.pdf") as opened:
            for _ in range(5):
                page = opened.page(0, UNTOUCHED)
                opened.page(0, PageRecipe(crop=Box(0, 0, 0.2, 0.2)))
            assert isinstance(page, DocumentPage)
            results[number] = page.pdf.decode("latin-1")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(6))


def test_a_red_square_is_red() -> None:
    """The yardstick of the tests above."""
    assert is_red(drawn(made(RED_SQUARE)), (2, 565, 38, 598))
