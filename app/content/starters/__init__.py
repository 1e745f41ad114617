"""The first files of a new course, one module for each language."""
