"""How much one evidence file may ask for, checked from headers before anything is decoded."""

from evidence_desk.imaging.faults import too_big

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "MAX_DOCUMENT_PAGES",
    "MAX_FRAMES",
    "MAX_PICTURE_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "check_bytes",
    "check_size",
]

MAX_PIXELS = 120_000_000
"""A page's pixels. Room for a phone's 108-megapixel photo and a joined chat of 1440 x 65,535 px; decoded as RGB that is
360 MB, the most that an ordinary shop PC can spare for a moment."""

MAX_SIDE = 65_535
"""Pixels along one side: what JPEG and TIFF viewers can still show."""

MAX_PICTURE_BYTES = 256_000_000
MAX_DOCUMENT_BYTES = 1_000_000_000
MAX_FRAMES = 500
"""Pages of one TIFF; a fax or scanner gives a few dozen."""

MAX_DOCUMENT_PAGES = 2_000


def check_size(width: int, height: int, *, name: str, page: int | None = None) -> None:
    """Refuse a declared size (px) that nobody could open. `page` counts from 1."""
    if width < 1 or height < 1 or width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise too_big(
            name=name,
            page=page,
            zh=f"图片标称 {width}×{height} 像素，超出可处理的范围（最多 1.2 亿像素，单边 {MAX_SIDE}）。",
            en=f"The picture claims {width}x{height} px, beyond what can be handled "
            f"(120 megapixels, {MAX_SIDE} px a side).",
        )


def check_bytes(size: int, limit: int, *, name: str) -> None:
    """Refuse a file longer than `limit` bytes."""
    if size > limit:
        raise too_big(
            name=name,
            page=None,
            zh=f"文件有 {size / 1e6:.0f} MB，超过上限 {limit / 1e6:.0f} MB。",
            en=f"The file has {size / 1e6:.0f} MB, more than the limit of {limit / 1e6:.0f} MB.",
        )
