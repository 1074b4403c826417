"""One small reader for each library, run as `python -m tests.clients.peers.NAME FILE…`.

Each prints, for every file in turn, the list of its events as the library has them. They run
in a venv of the libraries' own, so they import nothing of the project but this package.
"""
