"""Records one by one and in lists: what `show` and the lists of nouns say, in any format."""
