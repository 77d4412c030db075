"""Reporting in SQL: the views that analysts read, and a way to ask that cannot write."""
