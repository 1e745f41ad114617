"""Tests of app/packaging."""
