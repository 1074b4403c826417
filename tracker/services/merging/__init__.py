"""Joining two records of one thing: meetings, people, places."""
