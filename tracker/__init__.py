"""A diplomatic calendar and meeting tracker for the terminal."""

__version__ = "0.1.0"
