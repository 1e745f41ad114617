"""What instructors and administrators look at."""
