"""Small signs drawn as paths: tick boxes, ticks, crosses, the signs of callouts and of a dose.

No text face has these shapes. Each is drawn in a unit square, y upwards, and scaled; each keeps its
meaning in black and white.
"""

from handout.pages.text import number

_TRIANGLE = b".5 .95 m .97 .1 l .03 .1 l h"
_BANG = b".45 .36 .1 .32 re .45 .2 .1 .1 re"
_CIRCLE = (
    b"1 .5 m 1 .776 .776 1 .5 1 c .224 1 0 .776 0 .5 c 0 .224 .224 0 .5 0 c .776 0 1 .224 1 .5 c h"
)
_RING = b".96 .5 m .96 .754 .754 .96 .5 .96 c .246 .96 .04 .754 .04 .5 c .04 .246 .246 .04 .5 .04 c .754 .04 .96 .246 .96 .5 c h"  # noqa: E501

_SIGNS: dict[str, bytes] = {
    "tick-box": b".08 w .1 .08 .8 .8 re S",
    "do": b".14 w 1 J 1 j .12 .45 m .4 .16 l .9 .8 l S",
    "dont": b".14 w 1 J .18 .16 m .84 .82 l S .18 .82 m .84 .16 l S",
    "emergency": _TRIANGLE + b" f 1 1 1 rg " + _BANG + b" f",
    "caution": b".08 w 1 j " + _TRIANGLE + b" S " + _BANG + b" f",
    "same-day": b".08 w 1 J " + _RING + b" S .5 .78 m .5 .47 l .72 .36 l S",
    "soon": b".08 w 1 j .08 .06 .84 .76 re S .08 .62 m .92 .62 l S 1 J .3 .74 m .3 .94 l S "
    b".7 .74 m .7 .94 l S .25 .38 .14 .12 re .6 .38 .14 .12 re .25 .18 .14 .12 re f",
    "info": _CIRCLE + b" f 1 1 1 rg .43 .2 .14 .38 re .43 .66 .14 .14 re f",
    "message": _CIRCLE + b" f 1 1 1 RG .1 w 1 J 1 j .26 .5 m .44 .32 l .76 .68 l S",
    "dose": b".13 w .85 .48 m .85 .313 .738 .166 .576 .123 c .414 .079 .243 .15 .16 .295 c "
    b".076 .44 .1 .623 .218 .742 c .337 .86 .52 .884 .665 .8 c S "
    b".899 .665 m .77 .982 l .56 .619 l f",
    "contacts": b".1 w 1 J 1 j .1 .86 m .1 .4 .4 .1 .86 .1 c .92 .3 l .7 .4 l .6 .3 l "
    b".45 .38 .38 .45 .3 .6 c .4 .7 l .3 .92 l h S",
}


def sign(name: str, size: float, x: float, y: float, colour: bytes) -> bytes:
    """The operators of a sign `size` points high whose bottom left corner is (x, y).

    colour: `r g b` operands.
    """
    placed = b" ".join(map(number, (size, 0, 0, size, x, y)))
    return b"q %s rg %s RG %s cm %s Q" % (colour, colour, placed, _SIGNS[name])
