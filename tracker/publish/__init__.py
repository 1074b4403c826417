"""What is published: feeds and pages as finished bytes, made from the ledger and kept.

The server and the static build hand out what this makes, so that both give the same bytes.
"""
