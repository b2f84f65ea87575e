"""Whoever may be heard and seen is heard and seen, by a media engine whose words and types stay in this folder."""
