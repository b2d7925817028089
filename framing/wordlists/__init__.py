"""Word lists, one word a line; `#` opens a comment that names the source."""
