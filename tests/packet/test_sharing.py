"""What every page of an original brings along stands in the packet once, and what differs stays apart."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from evidence_desk.packet.sharing import StreamShare


def font(pdf: Pdf, data: bytes, *, length: int = 7) -> Object:
    """A font whose file has these bytes, as each page of a document brings its own."""
    file = Stream(pdf, data)
    file.Length1 = length
    descriptor = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_indirect(file)))
    return pdf.make_indirect(Dictionary(Type=Name.Font, FontDescriptor=descriptor))


def form(pdf: Pdf, *fonts: Object) -> Object:
    """A page as a form that uses the fonts."""
    made = Stream(pdf, b"BT ET")
    made.Resources = Dictionary(Font=Dictionary({f"/F{number}": one for number, one in enumerate(fonts)}))
    return pdf.make_indirect(made)


def file_of(form: Object, name: str = "/F0") -> tuple[int, int]:
    """Which object the font's file is."""
    return form.Resources.Font[name].FontDescriptor.FontFile2.objgen


def test_equal_files_become_one() -> None:
    with Pdf.new() as pdf:
        share = StreamShare()
        forms = [form(pdf, font(pdf, b"glyphs")) for _ in range(3)]
        for one in forms:
            share.share(one)
        assert len({file_of(one) for one in forms}) == 1
        assert forms[2].Resources.Font.F0.FontDescriptor.FontFile2.read_raw_bytes() == b"glyphs"


def test_other_bytes_and_other_dictionaries_stay_apart() -> None:
    with Pdf.new() as pdf:
        share = StreamShare()
        one = form(pdf, font(pdf, b"glyphs"), font(pdf, b"others"), font(pdf, b"glyphs", length=8))
        share.share(one)
        assert len({file_of(one, name) for name in ("/F0", "/F1", "/F2")}) == 3


def test_a_stream_that_refers_to_another_is_not_taken_for_its_like() -> None:
    with Pdf.new() as pdf:
        share = StreamShare()
        masks = [pdf.make_indirect(Stream(pdf, data)) for data in (b"seen", b"hidden")]
        pictures = []
        for mask in masks:
            picture = Stream(pdf, b"pixels")
            picture.SMask = mask
            pictures.append(pdf.make_indirect(picture))
        holder = pdf.make_indirect(Array(pictures))
        share.share(holder)
        assert [one.SMask.read_raw_bytes() for one in holder] == [b"seen", b"hidden"]


def test_objects_that_refer_to_each_other_come_to_an_end() -> None:
    with Pdf.new() as pdf:
        first, second = pdf.make_indirect(Dictionary()), pdf.make_indirect(Dictionary())
        first.Other, second.Other = second, first
        first.File = pdf.make_indirect(Stream(pdf, b"glyphs"))
        second.File = pdf.make_indirect(Stream(pdf, b"glyphs"))
        StreamShare().share(first)
        assert first.File.objgen == second.File.objgen
