"""Prachum holds formal multilateral meetings: the journal is the meeting, and everything else follows from it."""
