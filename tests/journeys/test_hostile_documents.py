"""PDF evidence is hostile until shown otherwise: what acts is left behind, what a person sees stays."""

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from tests.journeys.case_folders import build, command, said, write_case
from tests.journeys.judges import everything_inside, look_at, render

SEEN = (200, 30, 30)
HIDDEN = (20, 40, 220)


def new_page(pdf: Pdf, content: bytes = b"") -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(400, 500))
    page.obj.Resources = Dictionary(
        Font=Dictionary(F1=pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)))
    )
    page.obj.Contents = Stream(pdf, b"BT /F1 20 Tf 40 440 Td (INVOICE 4711) Tj ET\n" + content)
    return page


def seal(pdf: Pdf, colour: tuple[int, int, int]) -> Stream:
    """An appearance: a filled square, as the seal on an e-invoice is drawn."""
    red, green, blue = (f"{part / 255:.4f}" for part in colour)
    form = Stream(pdf, f"{red} {green} {blue} rg 0 0 100 100 re f".encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    return form


def build_report(folder: Path, pdf: Pdf) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    pdf.save(folder / "invoice.pdf")
    item = {"id": "invoice", "files": ["invoice.pdf"], "kind": "purchase_invoice", "title": "进货发票"}
    return build(write_case(folder, [item]))


def count(report: dict[str, Any], colour: tuple[int, int, int]) -> int:
    sheet = render(Path(report["packet"]), report["exhibits"][0]["first_page"], scale=2)
    counts = sheet.getcolors(1 << 20) or []
    return sum(
        n
        for n, one in counts
        if isinstance(one, tuple) and all(abs(a - b) < 10 for a, b in zip(one, colour, strict=True))
    )


def test_nothing_in_an_evil_pdf_can_act_any_more(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = new_page(pdf)
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('evil')"))
        pdf.Root.OpenAction = pdf.make_indirect(script)
        pdf.Root.AA = Dictionary(WC=script)
        page.obj.AA = Dictionary(O=script)
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))
        pdf.attachments["evil.exe"] = b"MZ evil program"
        pdf.Root.URI = Dictionary(Base=String("http://evil.example/"))
        actions = [
            Dictionary(S=Name.Launch, F=String("evil-launch.exe")),
            Dictionary(S=Name.URI, URI=String("http://evil.example/track?id=1")),
            Dictionary(S=Name.GoToR, F=String("evil-remote.pdf"), D=Array([0, Name.Fit])),
            Dictionary(S=Name.SubmitForm, F=String("http://evil.example/form")),
            script,
        ]
        page.obj.Annots = Array(
            [
                pdf.make_indirect(
                    Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 400, 500]), A=action)
                )
                for action in actions
            ]
            + [
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.FileAttachment,
                        Rect=Array([10, 10, 30, 30]),
                        FS=Dictionary(Type=Name.Filespec, F=String("evil-attached.txt")),
                        AP=Dictionary(N=seal(pdf, (90, 90, 90))),
                    )
                )
            ]
        )
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = ["evil author"]
        report = build_report(tmp_path / "case", pdf)
    packet = look_at(Path(report["packet"]))
    assert "INVOICE 4711" in packet.text
    whole = everything_inside(Path(report["packet"]))
    assert b"evil" not in whole
    with pikepdf.open(report["packet"]) as made:
        assert not made.attachments
        assert set(made.Root.keys()) & {"/OpenAction", "/AA", "/AcroForm", "/Names", "/URI", "/OCProperties"} == set()
        for item in made.objects:
            if isinstance(item, Dictionary | Stream):
                assert not {"/JS", "/AA", "/A", "/URI", "/EF", "/AcroForm"} & set(item.keys())
    assert not re.search(rb"/(?:JavaScript|JS|Launch|SubmitForm|GoToR|EmbeddedFile|RichMedia)\b", whole)


def form(pdf: Pdf, page: pikepdf.Page, fields: list[Dictionary]) -> None:
    widgets = [pdf.make_indirect(one) for one in fields]
    page.obj.Annots = Array(widgets)
    pdf.Root.AcroForm = Dictionary(Fields=Array(widgets), NeedAppearances=False)


def widget(pdf: Pdf, colour: tuple[int, int, int], **more: Any) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String("seal"),
        Rect=Array([240, 60, 340, 160]),
        AP=Dictionary(N=seal(pdf, colour)),
        **more,
    )


def test_a_seal_that_is_a_form_field_stays_to_be_seen(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = new_page(pdf)
        form(pdf, page, [widget(pdf, SEEN, F=4)])
        report = build_report(tmp_path / "case", pdf)
    assert count(report, SEEN) > 20_000
    assert "INVOICE 4711" in look_at(Path(report["packet"])).text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_stamp_stays_on_a_page_that_is_shown_turned(tmp_path: Path, turn: int) -> None:
    with Pdf.new() as pdf:
        page = new_page(pdf)
        page.obj.Rotate = turn
        stamp = widget(pdf, SEEN, F=4)
        stamp.Subtype = Name.Stamp
        page.obj.Annots = Array([pdf.make_indirect(stamp)])
        report = build_report(tmp_path / "case", pdf)
    assert count(report, SEEN) > 12_000


def test_a_field_that_nobody_sees_stays_unseen(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = new_page(pdf)
        form(pdf, page, [widget(pdf, HIDDEN, F=2), widget(pdf, HIDDEN, F=32)])
        report = build_report(tmp_path / "case", pdf)
    assert count(report, HIDDEN) == 0


def test_a_field_without_an_appearance_still_shows_its_value(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = new_page(pdf)
        field = widget(pdf, SEEN, F=4, V=String("MMMMMMMM"), DA=String("/F1 24 Tf 0.78 0.12 0.12 rg"))
        del field["/AP"]
        field.FT = Name.Tx
        form(pdf, page, [field])
        pdf.Root.AcroForm.DR = page.obj.Resources
        pdf.Root.AcroForm.NeedAppearances = True
        report = build_report(tmp_path / "case", pdf)
    plain = (0, 0, 0)
    with_value = count(report, plain) + count(report, SEEN)
    with Pdf.new() as pdf:
        new_page(pdf)
        bare = build_report(tmp_path / "bare", pdf)
    assert with_value > count(bare, plain) + count(bare, SEEN) + 100


def layered(pdf: Pdf, *, shown: bool) -> None:
    patch = "0.0784 0.1569 0.8627 rg 100 100 200 200 re f"
    page = new_page(pdf, f"/OC /Layer BDC\n{patch}\nBT /F1 20 Tf 40 60 Td (SECRETLAYER) Tj ET\nEMC".encode())
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
    page.obj.Resources.Properties = Dictionary(Layer=layer)
    state = Dictionary(ON=Array([layer])) if shown else Dictionary(OFF=Array([layer]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=state)


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        layered(pdf, shown=False)
        report = build_report(tmp_path / "case", pdf)
    assert count(report, HIDDEN) == 0
    assert "SECRETLAYER" not in look_at(Path(report["packet"])).text
    assert b"SECRETLAYER" not in everything_inside(Path(report["packet"]))


def test_a_layer_that_shows_goes_on_showing(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        layered(pdf, shown=True)
        report = build_report(tmp_path / "case", pdf)
    assert count(report, HIDDEN) > 20_000


def test_a_font_that_is_not_inside_is_reported_by_name(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        new_page(pdf)
        report = build_report(tmp_path / "case", pdf)
    (finding,) = said(report, "font_not_embedded")
    assert "Courier" in finding["message"]
    assert "invoice.pdf" in finding["message"]
    assert finding["where"] == "invoice"


def test_a_page_is_shown_as_its_crop_box_says_and_nothing_beyond(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = new_page(pdf, b"0.0784 0.1569 0.8627 rg 0 0 400 90 re f")
        page.obj.CropBox = Array([0, 100, 400, 500])
        report = build_report(tmp_path / "case", pdf)
    assert count(report, HIDDEN) == 0
    assert "INVOICE 4711" in look_at(Path(report["packet"])).text


@pytest.mark.parametrize("owner_only", [False, True])
def test_a_pdf_with_a_password_is_refused_and_one_with_only_rights_is_read(tmp_path: Path, owner_only: bool) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    with Pdf.new() as pdf:
        new_page(pdf)
        lock = pikepdf.Encryption(owner="owner", user="" if owner_only else "secret")
        pdf.save(folder / "locked.pdf", encryption=lock)
    write_case(folder, [{"id": "one", "files": ["locked.pdf"], "kind": "purchase_invoice"}])
    out = tmp_path / "appeal.pdf"
    code, answer = command("build", folder, "-o", out)
    if owner_only:
        assert code in (0, 1)
        assert "INVOICE 4711" in look_at(out).text
    else:
        assert (code, [one["file"] for one in answer["errors"]], out.exists()) == (2, ["locked.pdf"], False)
        assert "密码" in answer["errors"][0]["message"]
