"""Feeds and pages over HTTP: thin, read only.

`handout` is the application, `server` runs it, `protocol` guards what comes in.
"""
