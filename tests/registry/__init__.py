"""Who has a seat, and who no longer."""
