"""One lock for PDFium, which works for one thread at a time in the whole process: two rooms draw and read with it."""

import threading

__all__ = ["PDFIUM_LOCK"]

PDFIUM_LOCK = threading.Lock()
"""Held around every call into PDFium, the opening and closing of its documents included."""
