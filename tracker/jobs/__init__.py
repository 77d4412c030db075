"""Scheduled re-ingestion: who is watched, what is due, and the service that looks."""
