"""Faults of the machine: killed at each step, a full disk, a broken one, a lock that is held, a database that goes and comes back."""
