"""A folder of Markdown becomes a course, or a list of its problems. Pure but for reading files."""
