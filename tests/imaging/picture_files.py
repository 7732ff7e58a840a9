"""Pictures to try things on, made afresh for each test."""

import io
import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.picture import PageContent, PicturePage
from evidence_desk.imaging import open_original

UNTOUCHED = PageRecipe()


def motley(width: int = 37, height: int = 23, *, mode: str = "RGB", seed: int = 1) -> Image.Image:
    """A picture in which no two spots are alike: a slope of colours, some noise, a few sharp shapes."""
    noise = random.Random(seed)
    image = Image.new("RGB", (width, height))
    image.putdata(
        [
            (x * 255 // width, y * 255 // height, (x * y + noise.randrange(40)) % 256)
            for y in range(height)
            for x in range(width)
        ]
    )
    pen = ImageDraw.Draw(image)
    pen.rectangle((2, 2, width // 4, height // 5), fill=(250, 20, 30))
    pen.ellipse((width // 2, height // 2, width - 3, height - 2), fill=(20, 180, 60))
    if mode == "P":
        return image.quantize(64)
    if mode == "I;16":
        wide = [value * 257 - (index % 7) for index, value in enumerate(image.convert("L").tobytes())]
        packed = b"".join(max(value, 0).to_bytes(2, "little") for value in wide)
        return Image.frombytes("I;16", (width, height), packed)
    if mode in ("RGBA", "LA"):
        image = image.convert("RGBA")
        image.putalpha(Image.linear_gradient("L").resize((width, height)))
    return image.convert(mode) if image.mode != mode else image


def screenshot(width: int = 240, height: int = 400) -> Image.Image:
    """A flat picture with dark lines, such as screens are."""
    image = Image.new("RGB", (width, height), (245, 245, 245))
    pen = ImageDraw.Draw(image)
    for y in range(20, height - 20, 30):
        pen.rectangle((20, y, width - 60, y + 12), fill=(30, 32, 36))
    return image


def packed(image: Image.Image, form: str, **options: Any) -> bytes:
    """Save to bytes."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data)
    return path


def page_of(path: Path, recipe: PageRecipe = UNTOUCHED, *, index: int = 0) -> PageContent:
    """Open a file and give one finished page."""
    with open_original(path, name=path.name) as opened:
        return opened.page(index, recipe)


def picture_of(path: Path, recipe: PageRecipe = UNTOUCHED, *, index: int = 0) -> PicturePage:
    """Open a file and give one finished page that must be a picture."""
    page = page_of(path, recipe, index=index)
    assert isinstance(page, PicturePage)
    return page
