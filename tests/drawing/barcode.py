"""Bar codes that scan: Code 128 strips and QR squares."""

from PIL import Image, ImageDraw
from reportlab.graphics.barcode import qrencoder
from reportlab.graphics.barcode.code128 import Code128


def draw_code128(value: str, *, module: int = 4, height: int = 140) -> Image.Image:
    """A Code 128 strip; each module is `module` pixels wide, so the width follows from the value."""
    code = Code128(value)
    code.validate()
    code.encode()
    code.decompose()
    widths = [(ord(char.lower()) - ord("a") + 1, char.isupper()) for char in str(code.decomposed)]
    total = sum(width for width, _ in widths) * module
    image = Image.new("RGB", (total, height), "white")
    pen = ImageDraw.Draw(image)
    x = 0
    for width, dark in widths:
        if dark:
            pen.rectangle((x, 0, x + width * module - 1, height - 1), fill="black")
        x += width * module
    return image


def draw_qr(value: str, *, module: int = 7) -> Image.Image:
    """A QR square; each module is `module` pixels wide."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(value)
    code.make()
    count = int(code.getModuleCount())
    image = Image.new("RGB", (count * module, count * module), "white")
    pen = ImageDraw.Draw(image)
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                x, y = column * module, row * module
                pen.rectangle((x, y, x + module - 1, y + module - 1), fill="black")
    return image
