"""What lies on disk: case folders today, the library later. Files are written whole or not at all."""

from evidence_desk.storage.case_folder import CaseFolder, Probe, read_case_folder
from evidence_desk.storage.case_writer import write_case_folder
from evidence_desk.storage.disk import copy_file, disk_fault, same_content, write_file

__all__ = [
    "CaseFolder",
    "Probe",
    "copy_file",
    "disk_fault",
    "read_case_folder",
    "same_content",
    "write_case_folder",
    "write_file",
]
