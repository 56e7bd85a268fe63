"""The work of a batch on other computers, by dask distributed.

In: tasks as data, to workers that have this package and nothing else. Out: leaflets as bytes, to
which this computer alone gives names. Workers get the workspace first, and lose it at the end.
"""
