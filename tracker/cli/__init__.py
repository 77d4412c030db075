"""The command line: thin commands, one module per group."""
