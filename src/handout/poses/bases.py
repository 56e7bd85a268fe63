"""The ways a body is placed, and how the poses of a figure follow from one another."""

from msgspec import Struct, structs

from handout.model.pose import Base, Figure, Limbs, Pose
from handout.poses.space import STILL, Turn, chained, turn

_RELAXED = Limbs(shoulder=0, shoulder_abduction=6, elbow=8, hip=0, knee=0)
_ON_SIDE: Turn = ((0.0, 0.0, 1.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0))
"""Lying on the left side with the head to the right, the face to the viewer."""


class Ground(Struct, frozen=True):
    """A base: how the pelvis is turned in space, and the pose meant when nothing is said."""

    root: Turn
    pose: Pose


BASES: dict[Base, Ground] = {
    "standing": Ground(STILL, Pose(both=structs.replace(_RELAXED, foot="floor"))),
    "sitting": Ground(
        STILL, Pose(both=Limbs(shoulder=12, shoulder_abduction=6, elbow=50, hip=88, knee=88,
                               foot="floor")),
    ),
    "lying-back": Ground(
        turn("y", -90), Pose(both=Limbs(shoulder=-4, shoulder_abduction=12, elbow=6, hip=-5, knee=0,
                                        ankle=-8, foot="heel")),
    ),
    "lying-front": Ground(
        turn("y", 90), Pose(both=Limbs(shoulder=0, shoulder_abduction=12, elbow=6, hip=4, knee=0,
                                       ankle=-50, foot="top")),
    ),
    "lying-side": Ground(
        _ON_SIDE, Pose(both=Limbs(shoulder=30, elbow=40, hip=10, knee=15, ankle=-10, foot="free")),
    ),
    "all-fours": Ground(
        turn("y", 90), Pose(neck=-12, both=Limbs(elbow=6, knee=90,
                                                         ankle=-48, hand="floor", foot="top")),
    ),
    "kneeling": Ground(
        STILL, Pose(both=Limbs(shoulder=0, shoulder_abduction=6, elbow=8, hip=0, knee=90, ankle=-48,
                               foot="top")),
    ),
}  # fmt: skip


def poses(figure: Figure) -> tuple[Pose, ...]:
    """The figure's poses, each complete: what it leaves out is as in the start, or as the base."""
    base = figure.start.base or "standing"
    start = _over(_over(Pose(), _split(BASES[base].pose)), _split(figure.start))
    start = structs.replace(start, base=base, place=figure.start.place)
    others = (pose for pose in (figure.middle, figure.end) if pose)
    return start, *(_following(start, pose) for pose in others)


def _following(start: Pose, said: Pose) -> Pose:
    ground = start
    if said.base and said.base != start.base:
        ground = _over(Pose(), _split(BASES[said.base].pose))
    done = _over(ground, _split(said))
    return structs.replace(done, base=said.base or start.base, place=said.place)


def _split(pose: Pose) -> Pose:
    """The pose with what it says of both sides said of each."""
    return structs.replace(
        pose,
        both=Limbs(),
        right=_limbs(pose.both, pose.right),
        left=_limbs(pose.both, pose.left),
    )


def _limbs(under: Limbs, over: Limbs) -> Limbs:
    said = {
        name: value
        for name in Limbs.__struct_fields__
        if (value := getattr(over, name)) is not None
    }
    return structs.replace(under, **said)


def _over(under: Pose, over: Pose) -> Pose:
    said = {
        name: value
        for name in Pose.__struct_fields__
        if name not in ("both", "right", "left") and (value := getattr(over, name)) is not None
    }
    right, left = _limbs(under.right, over.right), _limbs(under.left, over.left)
    return structs.replace(under, **said, right=right, left=left)


def root(pose: Pose) -> Turn:
    """How the pelvis is turned in space."""
    return chained(
        BASES[pose.base or "standing"].root,
        turn("z", -(pose.turn or 0)),
        turn("x", pose.roll or 0),
        turn("y", pose.lean or 0),
    )


def between_poses(start: Pose, end: Pose, share: float) -> Pose:
    """The pose between two, where every angle has gone this share of its way."""
    angles = {
        name: _mixed(getattr(start, name), getattr(end, name), share)
        for name in Pose.__struct_fields__
        if name not in ("base", "both", "right", "left", "place")
    }
    right = _limbs_between(start.right, end.right, share)
    left = _limbs_between(start.left, end.left, share)
    return structs.replace(end, **angles, right=right, left=left)


def _limbs_between(start: Limbs, end: Limbs, share: float) -> Limbs:
    angles = {
        name: _mixed(getattr(start, name), getattr(end, name), share)
        for name in Limbs.__struct_fields__
        if name not in ("hand", "foot", "place")
    }
    hand = end.hand if start.hand == end.hand else "free"
    foot = end.foot if start.foot == end.foot else "free"
    return structs.replace(end, **angles, hand=hand, foot=foot)


def _mixed(start: float | None, end: float | None, share: float) -> float | None:
    if start is None and end is None:
        return None
    return (start or 0.0) + ((end or 0.0) - (start or 0.0)) * share
