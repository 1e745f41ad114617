"""The first face: pages and forms."""
