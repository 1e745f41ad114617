"""Tests of app/assessment."""
