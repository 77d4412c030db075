"""How articles get in: files, folders, standard input and JSON Lines, each read into `Article`s or a clear error."""
