"""Topics and packs found by their words and codes.

`index` reads the head of each file, `ranking` says which of them match, and why. Nothing here reads
the words of a leaflet, sets a page or needs what does, so that an answer comes at once.
"""
