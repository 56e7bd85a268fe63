"""A leaflet of our own writer read back from its bytes, fast enough to do it for every one.

In: the bytes of a finished file. Out: its words, in the order of the structure tree, and all that
is said outside it. Nothing comes from what the file was made of: objects are found by the file's
own cross-reference table, letters by its own ToUnicode maps. Pictures are not read. A file that is
not built as our writer builds them is refused: `readback.reading` reads those.
"""
