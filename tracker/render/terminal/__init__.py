"""What a terminal shows: text of a given width, with nothing in it that steers one."""
