"""Writes a sample case: its pictures, and a `case.toml` from a template with the spots filled in.

A template says "@signoff.signed_at@" where the box of the spot `signed_at` on the file `signoff.*` belongs.
Endings change what is given: `:wide` a box with room for a frame, `:before` and `:after` a point left or right
of the spot, `:below` a box of the same size under it, `:note` a place for a remark at its right.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from tests.drawing.canvas import Box, Picture
from tests.drawing.papers_pdf import Document

CHINA = timezone(timedelta(hours=8))
SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
_TOKEN = re.compile(r'"@([\w.-]+)\.(\w+)(?::(\w+))?@"')


@dataclass(frozen=True)
class Snapshot:
    """A photo as the phone stored it: with its time and device, and lying on its side when `turned`."""

    picture: Picture
    shot_at: datetime
    device: str = "DEMO PHONE"
    turned: bool = False


@dataclass(frozen=True)
class Kept:
    """A file that is not drawn anew (its format cannot be written here); its spots are those of its drawing."""

    spots: Mapping[str, Box]


File = Picture | Document | Snapshot | Kept


def write_case(folder: str, template: Path, files: Mapping[str, File], *, samples: Path = SAMPLES) -> Path:
    """Write the case `folder` under `samples`: every file by its name, then `case.toml`; returns the folder."""
    target = samples / folder
    target.mkdir(parents=True, exist_ok=True)
    places: dict[str, Mapping[str, Box]] = {}
    for name, file in files.items():
        places[Path(name).stem] = _write_file(target / name, file)
    text = _TOKEN.sub(lambda found: _place(places, found), template.read_text(encoding="utf-8"))
    case = tomllib.loads(text)
    missing = [name for item in case["evidence"] for name in item["files"] if not (target / name).is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} names files it does not have: {', '.join(missing)}")
    (target / "case.toml").write_text(text, encoding="utf-8")
    return target


def _write_file(path: Path, file: File) -> Mapping[str, Box]:
    if isinstance(file, Kept):
        return file.spots
    if isinstance(file, Document):
        path.write_bytes(file.data)
        return {name: box for name, (_, box) in file.spots.items()}
    if isinstance(file, Snapshot):
        path.write_bytes(encode_snapshot(file))
        return file.picture.spots
    if path.suffix == ".jpg":
        file.image.save(path, quality=88, optimize=True, subsampling=1)
    else:
        _compact(file.image).save(path, optimize=True)
    return file.spots


def _compact(image: Image.Image) -> Image.Image:
    """The image with a palette when nobody could tell the difference, else as it is."""
    reduced = image.quantize(256, dither=Image.Dither.NONE)
    off = np.abs(np.asarray(reduced.convert("RGB"), dtype=np.int16) - np.asarray(image, dtype=np.int16))
    return reduced if int(off.max()) <= 17 else image


def encode_snapshot(snapshot: Snapshot, *, quality: int = 88) -> bytes:
    """The photo as JPEG with EXIF time, device and, when turned, the orientation that puts it upright again."""
    exif = Image.Exif()
    exif[0x0110] = snapshot.device
    exif[0x0132] = snapshot.shot_at.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(0x8769)[0x9003] = snapshot.shot_at.strftime("%Y:%m:%d %H:%M:%S")
    image = snapshot.picture.image
    if snapshot.turned:
        exif[0x0112] = 6
        image = image.transpose(Image.Transpose.ROTATE_90)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, exif=exif, optimize=True)
    return buffer.getvalue()


def _place(places: Mapping[str, Mapping[str, Box]], found: re.Match[str]) -> str:
    file, spot, ending = found.groups()
    if file not in places or spot not in places[file]:
        raise KeyError(f"no spot {spot} on {file}; there are {', '.join(places.get(file, {}))}")
    x, y, w, h = places[file][spot]
    numbers: tuple[float, ...] = (x, y, w, h)
    if ending == "wide":
        rim = min(0.008, h * 0.2)
        left, top = max(0.0, x - 0.012), max(0.0, y - rim)
        numbers = (left, top, min(1.0, x + w + 0.012) - left, min(1.0, y + h + rim) - top)
    elif ending == "before":
        numbers = (max(0.02, x - 0.03), y + h / 2)
    elif ending == "after":
        numbers = (min(0.98, x + w + 0.03), y + h / 2)
    elif ending == "below":
        numbers = (x, y + h + 0.01, w, h)
    elif ending == "note":
        numbers = (min(0.56, x + w + 0.06), y, 0.4, max(h, 0.045))
    elif ending is not None:
        raise ValueError(f"an ending that is none: {ending}")
    return "[" + ", ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers) + "]"
