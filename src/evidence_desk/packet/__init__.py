"""The appeal itself: plan -> leaves -> plates -> one PDF that proves itself."""

from evidence_desk.packet.binding import BoundPacket, bind_packet
from evidence_desk.packet.faces import FaceBook, load_faces
from evidence_desk.packet.inspection import ListedFile, inspect_packet, list_originals, read_page_texts
from evidence_desk.packet.plates import PLATE_VERSION, Plate, PlateCache
from evidence_desk.packet.seal import SealState, read_seal

__all__ = [
    "PLATE_VERSION",
    "BoundPacket",
    "FaceBook",
    "ListedFile",
    "Plate",
    "PlateCache",
    "SealState",
    "bind_packet",
    "inspect_packet",
    "list_originals",
    "load_faces",
    "read_page_texts",
    "read_seal",
]
