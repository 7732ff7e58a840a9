"""The handbook: reads and validates resources into domain values, and drafts statements from them."""

from evidence_desk.handbook.book import Handbook, load_handbook
from evidence_desk.handbook.drafting import draft_statement
from evidence_desk.handbook.shortening import ShortStatement, draft_short
from evidence_desk.handbook.workdays import calendar_covers, is_workday

__all__ = [
    "Handbook",
    "ShortStatement",
    "calendar_covers",
    "draft_short",
    "draft_statement",
    "is_workday",
    "load_handbook",
]
