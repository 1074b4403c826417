"""The published JSON Schemas (draft 2020-12) of what this program writes as JSON."""
