"""The version, and the map of the house."""

__version__ = "0.1.0"
