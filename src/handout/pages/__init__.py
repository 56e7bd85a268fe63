"""A `Document` becomes a `Press`, and a `Press` prints PDF bytes.

Floor by floor: `fonts` -> `text` -> `box` -> `figures` -> `blocks` -> `galley` -> `tags` -> `pdf`
-> `press`. Lengths are points. Inside a box the origin is its top left corner with y upwards, so
that what lies below the top has a negative y, as PDF wants it.
"""
