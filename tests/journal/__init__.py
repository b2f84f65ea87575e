"""The journal is tried on real databases: a SQLite file and a PostgreSQL of our own, each test with a fresh copy."""

import django

# Before any module here can import a model; the settings are chosen by tests/conftest.py.
django.setup()
