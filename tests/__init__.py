"""A test is a sentence of the domain; the folders mirror the package."""
