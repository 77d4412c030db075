"""The truth: an append-only, hash-chained event log per story, and content-addressed documents. SQLAlchemy Core.

Nothing here knows what an event means. Tables are made and changed by the migrations alone.
"""
