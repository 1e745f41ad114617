"""A compiled course becomes a package that an LMS imports. Pure."""
