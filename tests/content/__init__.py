"""Tests of app/content."""
