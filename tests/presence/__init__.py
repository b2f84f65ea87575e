"""Presence is tried without a server: a board, a clock that is turned by hand, and who may read what."""
