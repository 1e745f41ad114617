"""The tests mirror app/."""
