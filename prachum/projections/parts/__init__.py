"""The parts of a view, chapter by chapter as in the rules."""
