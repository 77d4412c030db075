"""Text to claims: a pure function of an article's text, publication time, outlet and time zone."""
