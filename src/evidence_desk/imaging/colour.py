"""Colour profiles: which may stay beside pixels, and how odd colour spaces come to sRGB."""

import io
import struct

from PIL import Image

__all__ = ["MAX_PROFILE", "to_srgb", "usable_profile"]

_SPACES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
MAX_PROFILE = 4_000_000
"""Bytes of an ICC profile; printers' largest have about three million."""


def usable_profile(profile: bytes | None, channels: int) -> bytes | None:
    """Give the ICC profile back if a viewer can trust it for that many channels, else None.

    Trailing bytes beyond the size that the profile states are cut off.
    """
    if not profile or len(profile) < 132 or len(profile) > MAX_PROFILE:
        return None
    (size,) = struct.unpack(">I", profile[:4])
    if not 132 <= size <= len(profile) or profile[36:40] != b"acsp":
        return None
    if profile[16:20] != _SPACES.get(channels) or profile[20:24] not in (b"XYZ ", b"Lab "):
        return None
    # a viewer refuses the whole page for a tag that points outside the profile
    (tags,) = struct.unpack(">I", profile[128:132])
    if tags > 100 or 132 + 12 * tags > size:
        return None
    for index in range(tags):
        offset, length = struct.unpack(">4xII", profile[132 + 12 * index : 144 + 12 * index])
        if offset + length > size:
            return None
    return profile[:size]


def to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by the image's own profile; by plain arithmetic where the profile cannot be used."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return turned if turned is not None else image.convert("RGB")
