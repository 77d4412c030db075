"""The vocabulary: claims, voices, times, articles, stories and the events that record them.

Frozen values without input or output. Nothing here imports a database, the network or the command line.
"""
