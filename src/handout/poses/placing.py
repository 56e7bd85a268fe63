"""The poses of a figure become people on one stage: what bears in every frame stays where it is."""

from msgspec import Struct, structs

from handout.model.pose import Figure, Pose, Prop, Stand
from handout.poses import body
from handout.poses.bases import between_poses, poses
from handout.poses.chain import SIDES, Arm, Leg, Side, Skeleton, arm
from handout.poses.contact import Stage, grounded, limbs_of, shifted_trunk
from handout.poses.reach import ON_STEP, reaching_arm, reaching_leg
from handout.poses.space import Point, moved

_POSITIONAL: tuple[Stand | None, ...] = (
    "step",
    "right-knee",
    "left-knee",
    "right-thigh",
    "left-thigh",
)


class Placed(Struct, frozen=True):
    """A person in a pose, as the ground and what is held have made it.

    wanted: the pose as it was asked for. pose: its angles as they came out.
    """

    wanted: Pose
    pose: Pose
    skeleton: Skeleton


def placed(figure: Figure) -> tuple[tuple[Placed, ...], Stage]:
    """Every frame of the figure in one space, and the stage they share.

    Raises: HandoutError where a hand or foot cannot be where it should.
    """
    wanted = poses(figure)
    where = stage(figure)
    first = _placed(wanted[0], where, None)
    anchor = _anchor(wanted)
    fixed = _anchor_point(first.skeleton, anchor)
    return (first, *(_placed(pose, where, (anchor, fixed)) for pose in wanted[1:])), where


def way(figure: Figure, start: Placed, end: Placed, shares: tuple[float, ...]) -> list[Skeleton]:
    """The people between two frames, for the way a joint goes."""
    wanted = poses(figure)
    where, anchor = stage(figure), _anchor(wanted)
    fixed = _anchor_point(start.skeleton, anchor)
    return [
        _placed(_between(start, end, share), where, (anchor, fixed)).skeleton for share in shares
    ]


def _between(start: Placed, end: Placed, share: float) -> Pose:
    """The pose on the way; what the ground decides in both is decided again."""
    pose = between_poses(start.pose, end.pose, share)
    open_ = {
        name: None
        for name in ("lean", "neck", "roll")
        if getattr(end.wanted, name) is None and end.wanted.base == start.wanted.base
    }
    sides = {
        side: structs.replace(limbs_of(pose, side), hip=None)
        for side in SIDES
        if limbs_of(end.wanted, side).hip is None and limbs_of(start.wanted, side).hip is None
    }
    return structs.replace(pose, **open_, **sides)


def stage(figure: Figure) -> Stage:
    """Where the things stand that people sit, step and lean on."""
    done = Stage(has_arms=figure.view not in ("foot", "toes"))
    for prop in figure.props:
        match prop.prop:
            case "chair":
                done = structs.replace(done, seat=body.SEAT, table=prop.ahead)
            case "wall":
                done = structs.replace(done, wall=_ahead(prop, body.WALL_AHEAD))
            case "step":
                done = structs.replace(done, step=_ahead(prop, body.STEP_AHEAD))
            case "table":
                top = body.TABLE if prop.up is None else prop.up
                done = structs.replace(done, table=_ahead(prop, body.TABLE_AHEAD), table_top=top)
            case _:
                pass
    return done


def _ahead(prop: Prop, otherwise: float) -> float:
    return otherwise if prop.ahead is None else prop.ahead


def _placed(pose: Pose, where: Stage, anchor: tuple[str, Point] | None) -> Placed:
    wanted = pose
    pose, spine, legs = grounded(pose, where)
    shift: Point = (0.0, 0.0, 0.0)
    up = _up(pose)
    if up and where.step is not None:
        shift = (where.step + ON_STEP - legs[up].ankle[0], 0.0, 0.0)
    elif anchor:
        name, fixed = anchor
        now = spine.points[0] if name == "pelvis" else _leg_point(legs, name)
        shift = (fixed[0] - now[0], fixed[1] - now[1], 0.0)
    spine = shifted_trunk(spine, shift)
    legs = {side: _shifted_leg(one, shift) for side, one in legs.items()}
    for side in reversed(SIDES):
        if limbs_of(pose, side).foot in _POSITIONAL:
            other: Side = "left" if side == "right" else "right"
            legs[side] = reaching_leg(pose, spine, side, legs[other], where)
    arms: dict[Side, Arm] = {}
    for side in SIDES:
        if where.has_arms:
            arms[side] = reaching_arm(pose, spine, side, legs, arms, where)
        else:
            arms[side] = arm(limbs_of(pose, side), spine, side)
    done = Skeleton(spine, arms["right"], arms["left"], legs["right"], legs["left"])
    return Placed(wanted, pose, done)


def _up(pose: Pose) -> Side | None:
    """The side that somebody stands on, when no foot is on the floor and one is on the step."""
    feet = {side: limbs_of(pose, side).foot for side in SIDES}
    if set(feet.values()) <= {"free", "step"}:
        return next((side for side, foot in feet.items() if foot == "step"), None)
    return None


def _shifted_leg(of: Leg, by: Point) -> Leg:
    names = ("hip", "knee", "ankle", "heel", "ball", "toes")
    return structs.replace(of, **{name: moved(getattr(of, name), by) for name in names})


def _anchor(wanted: tuple[Pose, ...]) -> str:
    """What stays where it is in every frame: a foot or knee that always bears, or the pelvis."""
    for side in ("left", "right"):
        contacts = {limbs_of(pose, side).foot for pose in wanted}
        if contacts <= {"top"} and wanted[0].base in ("all-fours", "kneeling"):
            return f"{side}-knee"
        if contacts == {"ball"}:
            return f"{side}-ball"
        if contacts <= {"floor", "ball"}:
            return f"{side}-ball" if "ball" in contacts else f"{side}-ankle"
    return "pelvis"


def _anchor_point(of: Skeleton, name: str) -> Point:
    if name == "pelvis":
        return of.trunk.points[0]
    return _leg_point({"right": of.right_leg, "left": of.left_leg}, name)


def _leg_point(legs: dict[Side, Leg], name: str) -> Point:
    side, _, part = name.partition("-")
    found: Point = getattr(legs["right" if side == "right" else "left"], part)
    return found
