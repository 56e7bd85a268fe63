"""Many leaflets from a table of people: fast, isolated, and safe to run again.

In: a table (`rows`), a workspace, a folder. Out: whole files and a manifest that says what became
of every row. Promised: made + refused = read; only the parent gives a file its name; a leaflet
holds its own patient and no other of the batch; what was made is not made again, and never half.
"""
