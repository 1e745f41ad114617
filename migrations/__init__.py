"""The numbered steps from an empty database to the one that the models describe."""
