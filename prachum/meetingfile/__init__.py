"""One YAML file is one meeting: it is read whole or not at all, entered in the journal, and written back."""
