"""The pages and their templates."""
