"""Presence is what is true for a moment and no act: it lives in memory, ages, and is lost without harm."""
