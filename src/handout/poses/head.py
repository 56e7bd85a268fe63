"""The head: hair, and as much of the face as can be seen."""

from collections.abc import Iterator
from math import hypot

from handout.poses import body
from handout.poses.chain import Trunk
from handout.poses.outline import Patch, disc, line, oval
from handout.poses.space import Point, dot, moved, turned
from handout.poses.view import Camera

SKIN = "#dba983"
HAIR = "ink 92%"

_BEHIND = -0.5
_IN_FRONT = 0.4
_ASIDE = 0.6
"""How much of a look towards the viewer, or past them, shows or hides a part of the face."""

_EYES = ((0.86, -0.36, 0.06), (0.86, 0.36, 0.06))
_SMILE = ((0.84, -0.3, -0.42), (0.86, 0.0, -0.52), (0.84, 0.3, -0.42))
_SIDE_SMILE = ((1.02, 0.0, -0.46), (0.9, 0.0, -0.56), (0.76, 0.0, -0.52))
"""Parts of the face, in radii of the head: ahead, to the left, up."""


def head(of: Trunk, camera: Camera) -> Iterator[Patch]:
    """The patches of the head, of which the first is its whole outline."""
    radius = body.HEAD_RADIUS
    x, y = camera.spot(of.head)
    yield Patch(disc(x, y, radius), HAIR)
    ahead, up = turned(of.facing, (1, 0, 0)), turned(of.facing, (0, 0, 1))
    towards = dot(ahead, camera.near)
    if towards < _BEHIND:
        return
    (fx, fy), (ux, uy) = camera.spot(ahead), camera.spot(up)
    face = (x + radius * (0.20 * fx - 0.17 * ux), y + radius * (0.20 * fy - 0.17 * uy))
    yield Patch(disc(*face, radius * 0.86), SKIN)
    is_aside = hypot(fx, fy) > _ASIDE
    if is_aside:
        yield Patch(disc(*camera.spot(_at(of, (1.08, 0, -0.18))), 16), SKIN)
    for eye in _EYES:
        if dot(turned(of.facing, eye), camera.near) > -0.42:
            yield Patch(oval(*camera.spot(_at(of, eye)), 8.8, 11.0), "ink")
    if towards > _IN_FRONT or is_aside:
        mouth = _SMILE if towards > _IN_FRONT else _SIDE_SMILE
        yield Patch(line([camera.spot(_at(of, point)) for point in mouth]), "none", "ink", 9.0)


def _at(of: Trunk, part: Point) -> Point:
    """A part of the face in space."""
    return moved(of.head, turned(of.facing, part), body.HEAD_RADIUS)
