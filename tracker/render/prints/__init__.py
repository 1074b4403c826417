"""What a minister's folder holds, each kind a sheet: a function from values to blocks."""
