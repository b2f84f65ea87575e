"""The journal is the meeting: append-only, hash-chained entries, and the one way to add to them."""
