"""From the bytes of a YAML file to frozen types, or every problem in it at once.

In: bytes a person wrote. Out: a Struct of the type asked for. Promised: hostile bytes cost little
time and memory, every word keeps its place in the file, and no YAML rule changes what was written.
The stages: `guard` refuses, `nodes` gives everything its place, `reader` fills the types.
"""
