"""The appeal itself: plan -> leaves -> plates -> one PDF that proves itself."""

from evidence_desk.packet.binding import BoundPacket, bind_packet
from evidence_desk.packet.faces import FaceBook, load_faces
from evidence_desk.packet.inspection import Inspection, ListedFile, inspect_packet, list_originals, read_page_texts
from evidence_desk.packet.plates import PLATE_VERSION, Plate, PlateCache

__all__ = [
    "PLATE_VERSION",
    "BoundPacket",
    "FaceBook",
    "Inspection",
    "ListedFile",
    "Plate",
    "PlateCache",
    "bind_packet",
    "inspect_packet",
    "list_originals",
    "load_faces",
    "read_page_texts",
]
