"""The rules of procedure: the standard library only, no clock, no chance, no input or output."""
