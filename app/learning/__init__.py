"""What a person did: enrolments, attempts, progress, completion."""
