"""The handbook: reads and validates resources into domain values, and drafts statements from them."""

from evidence_desk.handbook.book import Handbook, load_handbook

__all__ = ["Handbook", "load_handbook"]
