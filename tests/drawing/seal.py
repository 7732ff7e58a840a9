"""Red round company seals and handwritten signatures, as transparent images to lay on paper."""

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from tests.drawing.canvas import REGULAR, font

RED = (206, 32, 38)


def draw_round_seal(company: str, *, size: int = 420, label: str = "", seed: int = 11) -> Image.Image:
    """A round seal of `size` pixels: the company name around a star, an optional label below; worn ink."""
    scale = 2
    side = size * scale
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    edge = side * 0.03
    pen.ellipse((edge, edge, side - edge, side - edge), outline=255, width=round(side * 0.022))
    centre = side / 2
    pen.polygon(_star(centre, centre - side * 0.01, side * 0.14), fill=255)
    glyph = round(side * min(0.135, 1.75 / max(8, len(company))))
    sweep = min(292, len(company) * 24)
    for index, char in enumerate(company):
        angle = -sweep / 2 + sweep * index / max(1, len(company) - 1)
        _stamp_glyph(mask, char, size=glyph, centre=centre, radius=side * 0.375, angle=angle)
    if label:
        pen.text((centre, side * 0.76), label, font=font(round(side * 0.085), bold=True), fill=255, anchor="mm")
    mask = mask.resize((size, size), Image.Resampling.LANCZOS)
    return _inked(mask, RED, seed=seed)


def draw_signature(name: str, *, height: int = 130, seed: int = 4) -> Image.Image:
    """A name as if written by hand in blue-black ink; about `height` pixels high."""
    big = height * 2
    chosen = ImageFont.truetype(str(REGULAR), big)
    width = round(chosen.getlength(name)) + big
    mask = Image.new("L", (width, big * 2), 0)
    pen = ImageDraw.Draw(mask)
    rng = np.random.default_rng(seed)
    x = big // 2
    for char in name:
        glyph = Image.new("L", (big * 2, big * 2), 0)
        ImageDraw.Draw(glyph).text((big, big), char, font=chosen, fill=255, anchor="mm")
        glyph = glyph.rotate(float(rng.uniform(-9, 12)), Image.Resampling.BICUBIC)
        lean = glyph.transform(
            glyph.size, Image.Transform.AFFINE, (1, 0.34, -0.34 * big, 0.08, 1, 0), Image.Resampling.BICUBIC
        )
        mask.paste(255, (x - big // 2 - big // 4, round(float(rng.uniform(-18, 18)))), lean)
        x += round(big * 0.82)
    mask = _wavy(mask, reach=big * 0.035, length=big * 0.55)
    pen = ImageDraw.Draw(mask)
    start = big * 0.7
    pen.line([(start, big * 1.25), (x - big * 0.7, big * 1.12), (x + big * 0.1, big * 1.2)], fill=255, width=big // 34)
    mask = mask.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(1.2))
    box = mask.getbbox() or (0, 0, width, big * 2)
    mask = mask.crop(box)
    mask = mask.resize((round(mask.width * height / mask.height), height), Image.Resampling.LANCZOS)
    return _inked(mask, (28, 38, 84), seed=seed, wear=0.12)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.382
        angle = math.radians(-90 + step * 36)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def _stamp_glyph(mask: Image.Image, char: str, *, size: int, centre: float, radius: float, angle: float) -> None:
    """One character of the ring, its head away from the centre; `angle` in degrees clockwise from the top."""
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text((size, size), char, font=font(size, bold=True), fill=255, anchor="mm")
    tile = tile.resize((round(size * 1.7), size * 2)).rotate(-angle, Image.Resampling.BICUBIC, expand=True)
    x = centre + radius * math.sin(math.radians(angle)) - tile.width / 2
    y = centre - radius * math.cos(math.radians(angle)) - tile.height / 2
    mask.paste(255, (round(x), round(y)), tile)


def _wavy(mask: Image.Image, *, reach: float, length: float) -> Image.Image:
    pixels = np.asarray(mask)
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    shifted_rows = rows + reach * np.sin(columns / length * 2.4) + reach * 0.6 * np.sin(rows / length * 3.1)
    shifted_columns = columns + reach * np.sin(rows / length * 2.9 + 1)
    at_rows = np.clip(shifted_rows, 0, pixels.shape[0] - 1).astype(np.int64)
    at_columns = np.clip(shifted_columns, 0, pixels.shape[1] - 1).astype(np.int64)
    return Image.fromarray(pixels[at_rows, at_columns])


def _inked(mask: Image.Image, colour: tuple[int, int, int], *, seed: int, wear: float = 0.3) -> Image.Image:
    """Colour through the mask, thinner here and there as ink on paper is."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(
        rng.integers(0, 256, (max(4, mask.height // 26), max(4, mask.width // 26)), dtype=np.uint8)
    )
    patches = coarse.resize(mask.size, Image.Resampling.BICUBIC)
    fine = Image.fromarray(rng.integers(0, 256, (mask.height, mask.width), dtype=np.uint8))
    both = Image.blend(patches, fine, 0.35)
    kept = both.point(lambda level: round(255 * (1 - wear * (1 - level / 255))))
    alpha = ImageChops.multiply(mask, kept)
    inked = Image.new("RGBA", mask.size, (*colour, 0))
    inked.putalpha(alpha)
    return inked
