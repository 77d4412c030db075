"""How articles get in: files, folders, standard input and JSON Lines, each read into `Article`s or a clear `Rejected`.

Pure reading: no database, no network, no command line. Story files have a module of their own, `sources.stories`; the way
into the net is `sources.http`, which nothing here imports.
"""

from tracker.sources.articles import count_records, read_articles
from tracker.sources.rejection import Rejected

__all__ = ["Rejected", "count_records", "read_articles"]
