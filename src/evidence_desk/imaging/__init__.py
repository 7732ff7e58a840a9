"""Opens any evidence file safely and gives its pages, finished, as data that a PDF can carry."""

from evidence_desk.imaging.opening import OpenedOriginal, hash_file, open_original

__all__ = ["IMAGING_VERSION", "OpenedOriginal", "hash_file", "open_original"]

IMAGING_VERSION = "2"
"""Changes whenever the same file and recipe give another page; part of every cache key."""
