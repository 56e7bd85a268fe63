"""An exercise's poses become a drawing: a person as a chain of joints, set down and painted.

In: the `Figure` of an exercise. Out: a `Drawing` of plain shapes. Promised: every support point
stands where it should, every hand is where it holds, or a HandoutError says which cannot.
"""

from handout.poses.figure import drawing

__all__ = ["drawing"]
