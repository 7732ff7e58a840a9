"""Regenerates `resources/samples`: `python -m tests.drawing`.

The one HEIC photo is kept as it is (see the package's description); `--photo FILE` writes what it was made from.
"""

import argparse
from pathlib import Path

from tests.drawing.casefile import SAMPLES
from tests.drawing.cases import CASES


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.drawing", description=__doc__)
    parser.add_argument("--into", type=Path, default=SAMPLES, help="the folder of the samples")
    parser.add_argument("--only", default="", help="part of the name of the one case to write")
    parser.add_argument("--photo", type=Path, help="only write the packing photo (JPEG) that the HEIC file holds")
    options = parser.parse_args()
    if options.photo:
        from tests.drawing.cases.missing_item import packing_photo

        options.photo.write_bytes(packing_photo())
        return
    for name, write in CASES.items():
        if options.only in name:
            folder = write(options.into)
            size = sum(path.stat().st_size for path in folder.iterdir())
            print(f"{name}: {size / 1e6:.2f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
