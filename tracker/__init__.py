"""What was known about a developing story, when, and according to whom."""

__version__ = "0.1.0"
