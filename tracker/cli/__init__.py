"""The words one types: thin commands, one file a noun."""

from __future__ import annotations


def main() -> None:
    """Run the program with the process's arguments, and exit with its code."""
    import gc
    import sys

    # Looking for rings of objects, of which a command makes few, takes a tenth of its time.
    gc.set_threshold(50_000)
    from tracker.cli.root import run

    code = run(sys.argv[1:])
    gc.freeze()  # nor are they looked for once more on the way out
    sys.exit(code)
