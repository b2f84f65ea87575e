"""A meeting file is read, refused, entered and written back."""
