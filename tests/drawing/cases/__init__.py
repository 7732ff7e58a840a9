"""The six sample cases: what is drawn for each. Their `case.toml` templates lie beside the modules."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.drawing.cases import (
    counterfeit,
    freight_promise,
    late_shipment,
    missing_item,
    not_received,
    service_attitude,
)

CASES: Mapping[str, Callable[[Path], Path]] = {
    case.FOLDER: case.write
    for case in (not_received, freight_promise, missing_item, counterfeit, late_shipment, service_attitude)
}
