"""What is asked, what an answer earns, and how a quiz may be taken. Pure."""
