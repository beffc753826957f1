"""Porchlight: watches the systems that carry a nonprofit's gifts and says which one is not well, and why."""

__version__ = "0.1.0"
