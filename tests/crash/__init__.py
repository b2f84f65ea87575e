"""What is cut off, filled up, failed or turned back beneath a meeting loses nothing that was acknowledged."""
