"""Pure folds over a meeting's journal: what is shown, heard and recorded follows from it."""
