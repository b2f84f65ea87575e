"""The rules are tested by sentences of the domain, by laws, and cell by cell."""
