"""The numbered, immutable versions of a course."""
