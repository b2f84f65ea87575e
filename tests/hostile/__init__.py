"""Clients that do what no client of ours would do, each in a process of its own, and what must hold all the same."""
