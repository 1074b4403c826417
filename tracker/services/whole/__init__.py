"""The ledger as one file: given out whole, and taken in again."""
