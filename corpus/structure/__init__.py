"""Content of files that have structure of their own: signs in a line, headings, lists, notes."""
