"""What people write, as frozen types: clinic, visit, handout, exercise, template, strings.

These types are the file formats. The reader in `source` fills them from YAML, and the JSON Schema
that editors use is made from them, so a field's title, range and description stand here once.
A block's key names its kind: the tag of each block type is the name of its first field.
"""
