"""A few seconds of film: a parcel being closed. Drawn frame by frame, written as MP4 with OpenCV."""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from tests.drawing.canvas import Picture
from tests.drawing.photo import draw_table, lay_on


def write_packing_video(path: Path, waybill: Picture, *, seconds: int = 3, size: tuple[int, int] = (360, 480)) -> None:
    """A video (360x480, 8 frames a second) in which the waybill slides onto a closed carton."""
    ground = draw_table(size, seed=8, wood=(188, 150, 104), horizon=0.05)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 8.0, size)
    if not writer.isOpened():
        raise OSError(f"cannot write a video to {path.name}")
    count = seconds * 8
    for index in range(count):
        share = min(1.0, index / (count * 0.7))
        frame: Image.Image = lay_on(ground, waybill, at=(180, 480 - 225 * share), scale=0.21, angle=6 - 6 * share).image
        writer.write(np.ascontiguousarray(np.asarray(frame)[:, :, ::-1]))
    writer.release()
