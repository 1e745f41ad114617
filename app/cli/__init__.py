"""The second face: the aeo command."""
