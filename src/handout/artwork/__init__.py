"""One picture by itself: an exercise or a drawing as a PDF, an SVG or a PNG file.

In: a drawing with its title and its words for those who cannot see it, and the clinic's colours.
Out: the bytes of a file. Promised: every file says title and words in its own way, and the same
picture gives the same bytes.
"""
