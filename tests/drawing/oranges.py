"""A photograph of oranges in a box, for the fruit seller's chat."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from tests.drawing.photo import add_grain, draw_table


def draw_orange_photo(size: tuple[int, int] = (520, 640), *, seed: int = 2, grain: float = 5.0) -> Image.Image:
    """A box of shaded oranges seen from above; 520x640 unless told otherwise."""
    width, height = size
    rng = np.random.default_rng(seed)
    image = draw_table(size, seed=seed, wood=(176, 138, 96), horizon=0.0)
    pen = ImageDraw.Draw(image)
    pen.rectangle((width * 0.06, height * 0.08, width * 0.94, height * 0.94), fill=(186, 150, 106))
    pen.rectangle((width * 0.1, height * 0.12, width * 0.9, height * 0.9), fill=(92, 66, 42))
    reach = width * 0.135
    for row in range(4):
        for column in range(3):
            x = width * (0.24 + 0.26 * column) + float(rng.uniform(-6, 6)) + (reach * 0.3 if row % 2 else 0)
            y = height * (0.22 + 0.19 * row) + float(rng.uniform(-6, 6))
            tone = np.array((238, 136 + float(rng.uniform(-14, 14)), 26))
            for step in range(40):
                share = step / 40
                radius = reach * (1 - share)
                shade = 0.55 + 0.5 * share
                colour = tuple(int(min(255, level * shade + 40 * max(0.0, share - 0.8))) for level in tone)
                shift = reach * 0.3 * share
                pen.ellipse(
                    (x - radius - shift, y - radius - shift, x + radius - shift, y + radius - shift), fill=colour
                )
            pen.ellipse((x + reach * 0.1, y + reach * 0.2, x + reach * 0.2, y + reach * 0.3), fill=(74, 108, 40))
    return add_grain(image.filter(ImageFilter.GaussianBlur(0.9)), strength=grain, seed=seed)
