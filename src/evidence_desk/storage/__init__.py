"""What lies on disk: case folders today, the library later."""

from evidence_desk.storage.case_folder import CaseFolder, read_case_folder

__all__ = ["CaseFolder", "read_case_folder"]
