"""Synthetic photographs: a cup on a table, an opened carton with its waybill, a hang tag, a scale.

Made of gradients, soft shadows and sensor noise, so that they compress like photographs. All are deterministic
for a seed.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from tests.drawing.canvas import Colour, Picture, Sheet, font

Plane = npt.NDArray[np.float32]


def add_grain(image: Image.Image, *, strength: float = 5.0, seed: int = 1) -> Image.Image:
    """Sensor noise: mostly brightness, a little colour; none for a strength of 0."""
    if strength <= 0:
        return image
    rng = np.random.default_rng(seed)
    pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
    grain = rng.standard_normal(pixels.shape[:2], dtype=np.float32)[:, :, None] * strength
    tint = rng.standard_normal((pixels.shape[0] // 2 + 1, pixels.shape[1] // 2 + 1, 3), dtype=np.float32) * (
        strength / 2
    )
    tint = tint.repeat(2, axis=0).repeat(2, axis=1)[: pixels.shape[0], : pixels.shape[1]]
    return Image.fromarray(np.clip(pixels + grain + tint, 0, 255).astype(np.uint8))


def draw_table(
    size: tuple[int, int], *, seed: int = 1, wood: Colour = (164, 118, 78), horizon: float = 0.42
) -> Image.Image:
    """A wooden table before a pale wall, lit from the left; `horizon` is where the wall ends."""
    width, height = size
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 1.12 - 0.34 * x / width
    wall = (
        np.stack([np.full_like(x, level) for level in (222, 216, 206)], axis=2)
        * (light - 0.12 * y / height)[:, :, None]
    )
    depth = np.clip((y - height * horizon) / (height * (1 - horizon)), 0, 1)
    streaks = np.cumsum(rng.standard_normal(height * 3, dtype=np.float32))
    streaks = (streaks - streaks.mean()) / (streaks.std() + 1e-6)
    rows = (np.sqrt(depth) * height * 2.2 + 6 * np.sin(x / width * 5 + seed)).astype(np.int64)
    grain = streaks[np.clip(rows, 0, len(streaks) - 1)] * 7
    boards = np.where((rows % (height // 3 + 1)) < 5, -38.0, 0.0)
    table = np.stack([np.full_like(x, level) for level in wood], axis=2) * (light * (0.82 + 0.26 * depth))[:, :, None]
    table += (grain + boards)[:, :, None]
    picture = np.where((y < height * horizon)[:, :, None], wall, table)
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def draw_cup_photo(
    size: tuple[int, int] = (1200, 1600),
    *,
    seed: int = 1,
    glaze: Colour = (92, 132, 136),
    cups: int = 1,
    crack: bool = False,
    grain: float = 5.0,
) -> Image.Image:
    """One or two ceramic cups on a table, portrait 1200x1600 by default; `grain` 0 is smooth as a thumbnail."""
    width, height = size
    image = draw_table(size, seed=seed, wood=(150 + seed * 7 % 40, 108 + seed * 5 % 30, 72 + seed * 3 % 24))
    unit = min(width, height) / (2.1 if cups == 1 else 3.0)
    spread = unit * 1.25
    for index in range(cups):
        centre = width * 0.47 + (index - (cups - 1) / 2) * spread
        base = height * (0.74 + 0.05 * index)
        image = _add_cup(image, (centre, base), unit, glaze, seed=seed + index, crack=crack and index == 0)
    return add_grain(image.filter(ImageFilter.GaussianBlur(0.8)), strength=grain, seed=seed)


def _add_cup(
    image: Image.Image, at: tuple[float, float], unit: float, glaze: Colour, *, seed: int, crack: bool
) -> Image.Image:
    """Lay one cup with its shadow; `at` is the middle of its foot, `unit` its height."""
    centre, base = at
    shadow = Image.new("L", image.size, 0)
    ImageDraw.Draw(shadow).ellipse(
        (centre - unit * 0.36, base - unit * 0.16, centre + unit * 1.0, base + unit * 0.14), fill=150
    )
    shadow = shadow.filter(ImageFilter.GaussianBlur(unit * 0.07))
    image = Image.composite(Image.new("RGB", image.size, (42, 28, 20)), image, shadow)
    left, right = round(centre - unit * 0.46), round(centre + unit * 0.46)
    top, bottom = round(base - unit), round(base + unit * 0.06)
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    rim = unit * 0.11
    pen.polygon(
        [(left, top), (right, top), (right - unit * 0.1, base - rim * 0.6), (left + unit * 0.1, base - rim * 0.6)],
        fill=255,
    )
    pen.ellipse((left + unit * 0.1, base - rim * 1.5, right - unit * 0.1, base + rim * 0.3), fill=255)
    pen.ellipse((left, top - rim, right, top + rim), fill=255)
    handle = (right - unit * 0.16, top + unit * 0.2, right + unit * 0.3, base - unit * 0.22)
    pen.ellipse(handle, outline=255, width=round(unit * 0.085))
    area = (left, round(top - rim), round(right + unit * 0.32), bottom)
    body = _glazed(area[2] - area[0], area[3] - area[1], span=right - left, glaze=glaze, seed=seed)
    layer = Image.new("RGB", image.size)
    layer.paste(body, area[:2])
    image = Image.composite(layer, image, mask.filter(ImageFilter.GaussianBlur(0.7)))
    pen = ImageDraw.Draw(image)
    pale: Colour = (min(255, glaze[0] + 92), min(255, glaze[1] + 88), min(255, glaze[2] + 80))
    dark: Colour = (glaze[0] * 5 // 9, glaze[1] * 5 // 9, glaze[2] * 5 // 9)
    pen.ellipse((left, top - rim, right, top + rim), fill=pale)
    pen.ellipse((left + unit * 0.035, top - rim * 0.74, right - unit * 0.035, top + rim * 0.84), fill=dark)
    pen.ellipse((left + unit * 0.07, top - rim * 0.1, right - unit * 0.07, top + rim * 0.84), fill=glaze)
    if crack:
        path = [
            (centre - unit * 0.1 + (step % 3 - 1) * unit * 0.05, top + rim + step * unit * 0.075) for step in range(9)
        ]
        pen.line(path, fill=(38, 30, 26), width=max(2, round(unit * 0.012)))
    return image


def _glazed(width: int, height: int, *, span: int, glaze: Colour, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x = np.linspace(0, width / span, width, dtype=np.float32)
    shade = 0.5 + 0.62 * np.clip(np.cos((x - 0.3) * 2.1), 0, 1) + 0.55 * np.exp(-(((x - 0.22) / 0.045) ** 2))
    fall = np.linspace(1.06, 0.8, height, dtype=np.float32)
    body = np.asarray(glaze, dtype=np.float32) * (shade[None, :] * fall[:, None])[:, :, None]
    foot = round(height * 0.84)
    drip = (np.sin(np.linspace(0, 14, width, dtype=np.float32)) * height * 0.02 + foot).astype(np.int64)
    below = np.arange(height)[:, None] > drip[None, :]
    clay = np.asarray((196, 168, 138), dtype=np.float32) * (shade[None, :] * fall[:, None])[:, :, None]
    body = np.where(below[:, :, None], clay, body)
    speckles = rng.random((height, width)) > 0.9965
    body[speckles] *= 0.55
    return Image.fromarray(np.clip(body, 0, 255).astype(np.uint8))


def lay_on(ground: Image.Image, sheet: Picture, *, at: tuple[float, float], scale: float, angle: float) -> Picture:
    """A paper lying in a photo: scaled, turned by `angle` degrees, with a soft shadow; spots follow."""
    paper = sheet.image.resize(
        (round(sheet.image.width * scale), round(sheet.image.height * scale)), Image.Resampling.LANCZOS
    )
    turned = paper.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    alpha = turned.getchannel("A")
    x, y = round(at[0] - turned.width / 2), round(at[1] - turned.height / 2)
    shadow = Image.new("L", ground.size, 0)
    shadow.paste(alpha.point(lambda level: level * 0.55), (x + 10, y + 14))
    image = Image.composite(
        Image.new("RGB", ground.size, (24, 18, 14)), ground, shadow.filter(ImageFilter.GaussianBlur(14))
    )
    image.paste(turned, (x, y), alpha)
    radians = np.deg2rad(angle)
    cos, sin = float(np.cos(radians)), float(np.sin(radians))
    spots = {}
    for name in sheet.spots:
        left, top, right, bottom = (value * scale for value in sheet.pixels(name))
        across, down = [], []
        for corner in ((left, top), (right, top), (right, bottom), (left, bottom)):
            dx, dy = corner[0] - paper.width / 2, corner[1] - paper.height / 2
            across.append(dx * cos + dy * sin + at[0])
            down.append(-dx * sin + dy * cos + at[1])
        spots[name] = (
            round(min(across) / ground.width, 4),
            round(min(down) / ground.height, 4),
            round((max(across) - min(across)) / ground.width, 4),
            round((max(down) - min(down)) / ground.height, 4),
        )
    return Picture(image, spots)


def draw_packing_photo(
    waybill: Picture, *, seed: int = 3, glaze: Colour = (186, 200, 192), slip: Picture | None = None
) -> Picture:
    """An opened carton (1512x2016) with wrapped cups in it, the waybill (and a packing slip) lying in front."""
    size = (1512, 2016)
    ground = draw_table(size, seed=seed, wood=(128, 124, 120), horizon=0.06)
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).polygon([(150, 190), (1440, 210), (1480, 1100), (120, 1080)], fill=170)
    ground = Image.composite(Image.new("RGB", size, (30, 26, 24)), ground, shadow.filter(ImageFilter.GaussianBlur(40)))
    pen = ImageDraw.Draw(ground)
    pen.polygon([(70, 120), (220, 220), (220, 960), (60, 1060)], fill=(176, 138, 94))
    pen.polygon([(1440, 120), (1292, 220), (1292, 960), (1452, 1060)], fill=(150, 114, 76))
    pen.polygon([(220, 220), (1292, 220), (1390, 70), (130, 70)], fill=(190, 152, 106))
    pen.polygon([(220, 960), (1292, 960), (1400, 1130), (110, 1130)], fill=(204, 166, 118))
    pen.rectangle((220, 220, 1292, 960), fill=(104, 78, 52))
    pen.rectangle((248, 252, 1264, 932), fill=(124, 96, 66))
    rng = np.random.default_rng(seed)
    for column in range(3):
        for row in range(2):
            x, y = 270 + column * 332, 270 + row * 330
            pen.rounded_rectangle((x, y, x + 310, y + 306), 18, fill=(232, 228, 220))
            centre_x, centre_y, reach = x + 155, y + 153, 118
            for ring in range(reach, 0, -4):
                shade = 0.72 + 0.28 * (1 - ring / reach) if ring > 88 else 0.42 + 0.2 * ring / 88
                tone = (round(glaze[0] * shade), round(glaze[1] * shade), round(glaze[2] * shade))
                pen.ellipse((centre_x - ring, centre_y - ring, centre_x + ring, centre_y + ring), fill=tone)
            pen.arc(
                (centre_x - 104, centre_y - 104, centre_x + 104, centre_y + 104),
                190,
                250,
                fill=(250, 250, 248),
                width=8,
            )
            for _ in range(26):
                fold_x, fold_y = x + int(rng.integers(6, 300)), y + int(rng.choice([8, 14, 290, 298]))
                pen.line((fold_x, fold_y, fold_x + 26, fold_y + 4), fill=(206, 202, 194), width=3)
    ground = ground.filter(ImageFilter.GaussianBlur(1.6))
    picture = lay_on(ground, waybill, at=(520, 1490), scale=0.61, angle=4)
    if slip is not None:
        laid = lay_on(picture.image, slip, at=(1120, 1560), scale=0.82, angle=-7)
        picture = Picture(laid.image, {**picture.spots, **laid.spots})
    return Picture(add_grain(picture.image, strength=2.5, seed=seed), picture.spots)


def draw_tag_photo(*, brand: str, sku: str, name: str, lines: tuple[str, ...], seed: int = 5) -> Picture:
    """A hang tag on dark cloth with the article number readable on tag and sewn label; 1512x2016."""
    size = (1512, 2016)
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    weave = 7 * np.sin(x * 0.9) * np.sin(y * 0.9) + 12 * np.sin((x + y * 0.5) / 210) + 9 * np.sin((y - x * 0.3) / 160)
    light = 1.1 - 0.35 * x / size[0]
    cloth = np.asarray((56, 78, 92), dtype=np.float32) * light[:, :, None] + weave[:, :, None]
    cloth += rng.standard_normal(cloth.shape[:2], dtype=np.float32)[:, :, None] * 2
    ground = Image.fromarray(np.clip(cloth, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(ground)
    pen.line([(1100, 0), (1078, 2016)], fill=(24, 30, 34), width=26)
    for step in range(0, 2016, 22):
        pen.rectangle((1078 + (2016 - step) // 92, step, 1100 + (2016 - step) // 92, step + 10), fill=(150, 156, 158))
    label = Sheet(420, 250, colour=(238, 236, 230))
    label.text((210, 40), brand, size=56, bold=True, align="centre")
    label.text((210, 140), sku, size=46, align="centre")
    tag = Sheet(620, 1060, colour=(247, 244, 236))
    tag.draw.ellipse((290, 40, 330, 80), fill=(70, 84, 92))
    tag.text((310, 130), brand, size=76, bold=True, align="centre")
    tag.text((310, 250), name, size=40, align="centre")
    tag.rule(340, left=50, right=570, fill=(60, 60, 60), line=3)
    tag.text((60, 380), "货号", size=42, fill=(90, 90, 90))
    tag.text((180, 376), sku, size=50, bold=True, spot="sku")
    for index, line in enumerate(lines):
        tag.text((60, 476 + index * 74), line, size=38)
    tag.paste(_bars(500, 120, seed=seed), (60, 870))
    tag.text((310, 1000), "6900000002036", size=32, align="centre")
    picture = lay_on(ground, label.picture(), at=(420, 330), scale=1.0, angle=-2)
    laid = lay_on(picture.image, tag.picture(), at=(720, 1210), scale=1.12, angle=5)
    pen = ImageDraw.Draw(laid.image)
    pen.line([(560, 440), (700, 560), (742, 686)], fill=(30, 32, 34), width=7, joint="curve")
    return Picture(add_grain(laid.image.filter(ImageFilter.GaussianBlur(0.7)), strength=2.5, seed=seed), laid.spots)


def draw_scale_photo(reading: str, *, seed: int = 7, glaze: Colour = (186, 200, 192)) -> Picture:
    """One cup on a kitchen scale whose display shows `reading` (kilograms); 1200x1600."""
    image = draw_table((1200, 1600), seed=seed, wood=(176, 172, 166), horizon=0.3)
    shadow = Image.new("L", image.size, 0)
    ImageDraw.Draw(shadow).rounded_rectangle((190, 930, 1100, 1440), 60, fill=170)
    image = Image.composite(
        Image.new("RGB", image.size, (40, 36, 34)), image, shadow.filter(ImageFilter.GaussianBlur(34))
    )
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((170, 880, 1030, 1400), 56, fill=(228, 229, 230))
    pen.rounded_rectangle((170, 1330, 1030, 1400), 40, fill=(190, 191, 193))
    pen.ellipse((270, 820, 930, 1080), fill=(206, 208, 210))
    pen.ellipse((290, 826, 910, 1062), fill=(236, 237, 238))
    pen.rounded_rectangle((380, 1130, 820, 1290), 18, fill=(150, 172, 146))
    pen.text((600, 1212), reading, font=font(110, bold=True), fill=(24, 34, 26), anchor="mm")
    pen.text((776, 1250), "kg", font=font(40), fill=(24, 34, 26), anchor="mm")
    image = _add_cup(image, (600.0, 960.0), 560, glaze, seed=seed, crack=False)
    shares = (380 / 1200, 1130 / 1600, 440 / 1200, 160 / 1600)
    return Picture(add_grain(image.filter(ImageFilter.GaussianBlur(0.8)), strength=2.5, seed=seed), {"reading": shares})


def _bars(width: int, height: int, *, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    row = np.repeat(rng.integers(0, 2, width // 5 + 1) * 235 + 10, 5)[:width].astype(np.uint8)
    return Image.fromarray(np.tile(row, (height, 1))).convert("RGB")
