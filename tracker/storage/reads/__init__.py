"""Reads: rows gathered into frozen values, all of them through the gate."""
