"""What people hand in: files read into checked values, every fault with its place."""
