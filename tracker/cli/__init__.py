"""The words one types: thin commands, one file a noun."""

from __future__ import annotations


def main() -> None:
    """Run the program with the process's arguments, and exit with its code."""
    import sys

    from tracker.cli.root import run

    sys.exit(run(sys.argv[1:]))
