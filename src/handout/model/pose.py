"""A figure of a person as poses: joint angles and what hands and feet touch.

Angles are degrees by clinical convention: 0 is standing straight with the arms hanging, flexion,
abduction, outward rotation and dorsiflexion are positive. Their limits are the normal ranges of the
Merck Manual's table "Normal values for range of motion of joints" (hip 125, knee 130, ankle 20),
wider where body weight or a hand presses the joint further: a knee that is sat on, a shin that
leans over its foot, a knee drawn to the chest.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place

View = Literal["side", "front", "back", "quarter", "foot", "toes"]
Base = Literal[
    "standing", "sitting", "lying-back", "lying-front", "lying-side", "all-fours", "kneeling",
]  # fmt: skip
Joint = Literal[
    "head", "chest", "back", "pelvis", "right-shoulder", "right-elbow", "right-hand", "right-hip",
    "right-knee", "right-ankle", "left-shoulder", "left-elbow", "left-hand", "left-hip",
    "left-knee", "left-ankle", "right-toes", "left-toes", "right-heel", "left-heel", "right-arch",
    "left-arch",
]  # fmt: skip
Hold = Literal[
    "free", "floor", "wall", "table", "chair", "towel", "right-knee", "right-shin", "right-thigh",
    "right-ankle", "right-toes", "right-heel", "left-knee", "left-shin", "left-thigh", "left-ankle",
    "left-toes", "left-heel", "right-thigh-top", "left-thigh-top", "right-hip", "left-hip",
    "right-hand", "left-hand", "head", "lower-back",
]  # fmt: skip
Stand = Literal[
    "floor", "heel", "ball", "top", "roller", "free", "step", "right-ankle", "left-ankle",
    "right-knee", "left-knee", "right-thigh", "left-thigh",
]  # fmt: skip
Area = Literal[
    "lower-back", "upper-back", "tummy", "right-bottom", "right-hip", "right-thigh-front",
    "right-thigh-back", "right-calf", "right-lower-calf", "right-sole", "right-heel", "right-shin",
    "left-bottom", "left-hip", "left-thigh-front",
]  # fmt: skip
Equipment = Literal[
    "mat", "chair", "wall", "step", "towel", "ball", "bottle", "cushion", "band", "table",
]  # fmt: skip


RANGES: dict[str, tuple[float, float]] = {
    "shoulder": (-50, 180),
    "shoulder_abduction": (-45, 180),
    "shoulder_rotation": (-90, 90),
    "elbow": (0, 160),
    "wrist": (-90, 70),
    "hip": (-30, 130),
    "hip_abduction": (-45, 45),
    "hip_rotation": (-45, 60),
    "knee": (0, 155),
    "ankle": (-50, 30),
    "toes": (-50, 80),
    "lean": (-90, 90),
    "turn": (-90, 90),
    "roll": (-90, 90),
    "lumbar": (-30, 75),
    "lumbar_bend": (-35, 35),
    "lumbar_turn": (-45, 45),
    "thoracic": (-25, 45),
    "neck": (-60, 70),
    "neck_bend": (-40, 40),
    "neck_turn": (-80, 80),
}
"""Least and most of each angle in degrees."""


def _angle(name: str, what: str) -> Meta:
    least, most = RANGES[name]
    return Meta(ge=least, le=most, description=f"degrees: {what}")


class Limbs(Struct, frozen=True, forbid_unknown_fields=True):
    """An arm and a leg. What is left out stays as the base or the start has it."""

    shoulder: Annotated[float, _angle("shoulder", "forwards and up")] | None = None
    shoulder_abduction: Annotated[float, _angle("shoulder_abduction", "out to the side")] | None = (
        None
    )
    shoulder_rotation: Annotated[float, _angle("shoulder_rotation", "outwards")] | None = None
    elbow: Annotated[float, _angle("elbow", "bent")] | None = None
    wrist: Annotated[float, _angle("wrist", "bent back")] | None = None
    hip: Annotated[float, _angle("hip", "thigh forwards and up")] | None = None
    hip_abduction: Annotated[float, _angle("hip_abduction", "thigh out to the side")] | None = None
    hip_rotation: Annotated[float, _angle("hip_rotation", "thigh turned outwards")] | None = None
    knee: Annotated[float, _angle("knee", "bent")] | None = None
    ankle: Annotated[float, _angle("ankle", "foot up towards the shin")] | None = None
    toes: Annotated[float, _angle("toes", "toes up")] | None = None
    curl: (
        Annotated[float, Meta(ge=0, le=60, description="degrees toes curl, in a close-up foot")]
        | None
    ) = None
    arch: (
        Annotated[float, Meta(ge=0, le=15, description="mm the arch is lifted, in a close-up foot")]
        | None
    ) = None
    spread: (
        Annotated[float, Meta(ge=0, le=15, description="degrees between toes, in a close-up foot")]
        | None
    ) = None
    hand: Annotated[Hold | None, Meta(description="what the hand holds or leans on")] = None
    foot: Annotated[
        Stand | None,
        Meta(
            description="floor: flat on it; heel, ball or top: only that part of it; free: in the "
            "air; a knee or thigh: the ankle lies on it"
        ),
    ] = None
    place: Place | None = None


class Pose(Struct, frozen=True, forbid_unknown_fields=True):
    """How a person is placed. `both` holds for either side, and gives way to `right` and `left`."""

    base: Annotated[Base | None, Meta(description="how the body is placed")] = None
    lean: Annotated[float, _angle("lean", "the whole body forwards")] | None = None
    turn: Annotated[float, _angle("turn", "the whole body round to its right")] | None = None
    roll: Annotated[float, _angle("roll", "the whole body over to its right")] | None = None
    lumbar: Annotated[float, _angle("lumbar", "lower back bent forwards")] | None = None
    lumbar_bend: Annotated[float, _angle("lumbar_bend", "lower back bent to its right")] | None = (
        None
    )
    lumbar_turn: Annotated[float, _angle("lumbar_turn", "trunk turned to its right")] | None = None
    thoracic: Annotated[float, _angle("thoracic", "upper back bent forwards")] | None = None
    neck: Annotated[float, _angle("neck", "head bent forwards")] | None = None
    neck_bend: Annotated[float, _angle("neck_bend", "head bent to its right")] | None = None
    neck_turn: Annotated[float, _angle("neck_turn", "head turned to its right")] | None = None
    both: Annotated[
        Limbs,
        Meta(description="the arm and leg of either side, where right and left say nothing else"),
    ] = Limbs()
    right: Annotated[Limbs, Meta(description="the right arm and leg")] = Limbs()
    left: Annotated[Limbs, Meta(description="the left arm and leg")] = Limbs()
    place: Place | None = None


class Prop(Struct, frozen=True, forbid_unknown_fields=True):
    """A thing in the picture. Lengths are millimetres beside a person 1.70 m tall."""

    prop: Annotated[Equipment, Meta(description="what thing it is")]
    at: Annotated[Joint | None, Meta(description="the joint it is at, in every frame")] = None
    ahead: (
        Annotated[
            float, Meta(ge=-1500, le=1500, description="mm in front of the pelvis, or of `at`")
        ]
        | None
    ) = None
    up: (
        Annotated[float, Meta(ge=-500, le=2000, description="mm above the floor, or `at`")] | None
    ) = None
    place: Place | None = None


class Figure(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture of one to three poses, seen from the right. `side` is the one it trains.

    middle and end say only what differs from the start.
    """

    start: Annotated[Pose, Meta(description="the pose of the first picture")]
    middle: Annotated[
        Pose | None, Meta(description="the second of three poses: only what differs from the start")
    ] = None
    end: Annotated[
        Pose | None, Meta(description="the last pose: only what differs from the start")
    ] = None
    view: Annotated[
        View, Meta(description="where it is seen from; foot and toes show one foot from near by")
    ] = "side"
    side: Annotated[
        Literal["right", "left"],
        Meta(description="the side the poses train; the picture is mirrored for the other"),
    ] = "right"
    props: Annotated[
        tuple[Prop, ...], Meta(description="things in the picture, such as a mat or a chair")
    ] = ()
    arrows: Annotated[
        tuple[Joint, ...], Meta(description="joints whose way from pose to pose is drawn")
    ] = ()
    circles: Annotated[tuple[Joint, ...], Meta(description="joints that go round in circles")] = ()
    feel: Annotated[tuple[Area, ...], Meta(description="where it is felt, shaded")] = ()
    shoes: Annotated[bool, Meta(description="whether the person wears shoes")] = False
    place: Place | None = None
