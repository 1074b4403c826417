"""Calendar files, read back by other people's programs."""
