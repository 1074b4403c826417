"""Feeds and pages over HTTP: thin, read only."""
