"""One public function for each intention of the user. Joins the middle rooms, which never meet each other."""

from evidence_desk.services.build import build_packet
from evidence_desk.services.check import check_case
from evidence_desk.services.demo import DemoCase, DemoReport, make_demo
from evidence_desk.services.reports import BuildReport, ExhibitReport, VerifyReport
from evidence_desk.services.verify import verify_packet
from evidence_desk.services.workshop import Progress, Workshop

__all__ = [
    "BuildReport",
    "DemoCase",
    "DemoReport",
    "ExhibitReport",
    "Progress",
    "VerifyReport",
    "Workshop",
    "build_packet",
    "check_case",
    "make_demo",
    "verify_packet",
]
