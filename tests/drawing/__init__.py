"""Draws the exhibits that sample cases, tests and benchmarks use. Every name, number and address is invented.

One module per thing drawn; functions return a `Picture` (image and named spots, see `canvas`) or a PDF
`Document` (see `papers_pdf`), and draw the same for the same arguments. `python -m tests.drawing` writes
`resources/samples` anew from `cases`.

Made for reuse: `chat.phone_chat`, `chat.draw_chat_run` (overlapping screenshots of one chat),
`screenshots.hundred_phone_screenshots`, `letter.draw_letter`, `waybill.draw_waybill`, `seal.draw_round_seal`.

The HEIC photo among the samples is the one file that is not written here: no HEIC encoder with a licence fit
for this project exists on PyPI. `python -m tests.drawing --photo packing.jpg` writes what it shows; it was
encoded once with pillow-heif in an environment of its own:

    pillow_heif.register_heif_opener()
    picture = Image.open("packing.jpg")
    picture.save("packing.heic", quality=45, exif=picture.getexif().tobytes())
"""
