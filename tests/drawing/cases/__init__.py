"""The six sample cases: what is drawn for each. Their `case.toml` templates lie beside the modules."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.drawing.cases import freight_promise, missing_item, not_received

CASES: Mapping[str, Callable[[Path], Path]] = {
    not_received.FOLDER: not_received.write,
    freight_promise.FOLDER: freight_promise.write,
    missing_item.FOLDER: missing_item.write,
}
