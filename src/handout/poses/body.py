"""The measures of the person who is drawn: 1.70 m tall, in millimetres.

Segment lengths are shares of stature by Drillis and Contini (1966), as in Winter, Biomechanics and
Motor Control of Human Movement. Radii are ours: how thick a friendly figure is drawn.
"""

STATURE = 1700.0

PELVIS = 0.059 * STATURE
"""From the hip joints to the lowest joint of the back."""
LUMBAR = 0.088 * STATURE
THORAX = 0.141 * STATURE
"""From the top of the lower back to the shoulders: with pelvis and lumbar 0.288 of stature."""
NECK = 0.052 * STATURE
HEAD = 0.065 * STATURE
"""From the chin to the middle of the head."""
UPPER_ARM = 0.186 * STATURE
FOREARM = 0.146 * STATURE
HAND = 0.108 * STATURE
THIGH = 0.245 * STATURE
SHIN = 0.246 * STATURE
ANKLE = 0.039 * STATURE
"""How high the ankle joint is above the sole."""
FOOT = 0.152 * STATURE
SHOULDER_SIDE = 0.105 * STATURE
"""From the middle of the body to a shoulder joint."""
HIP_SIDE = 0.055 * STATURE

PALM = 0.4 * HAND
"""From the wrist to the middle of the palm."""
FINGERS = 0.78 * HAND
"""From the wrist to the middle of the fingers' round ends."""
GRIP = 0.56 * HAND
"""The same, for fingers that hold something."""
HEEL_BACK = 0.2 * FOOT
"""How far the heel's middle is behind the ankle."""
BALL_AHEAD = 0.47 * FOOT
"""How far the ball of the foot is before the ankle."""
TOES_AHEAD = 0.25 * FOOT
"""How far the toes' ends are before the ball."""

DEPTH = 108.0
"""From the line of the joints to the skin of the back, the same for head, chest and pelvis, so
that who lies on the back lies on all three."""
WIDTH = 187.0
"""From the middle to the skin of a hip."""
HEAD_RADIUS = 108.0
NECK_RADIUS = 50.0
SHOULDER_RADIUS, ELBOW_RADIUS, WRIST_RADIUS, FINGER_RADIUS = 54.0, 42.0, 29.0, 22.0
HIP_RADIUS, KNEE_RADIUS, CALF_RADIUS, ANKLE_RADIUS = 94.0, 58.0, 58.0, 36.0
HEEL_RADIUS, BALL_RADIUS, TOE_RADIUS = 35.0, 25.0, 17.0
PALM_THICKNESS = 24.0
"""From the middle of the palm to its skin."""

SEAT = 430.0
"""How high the seat of a chair is."""
STEP = 160.0
TABLE = 780.0
ROLLER = 33.0
"""The radius of a tennis ball, and of a bottle."""
PRESSED = 12.0
"""How far a ball goes into the arch of the foot on it."""
CHAIR_BACK = 870.0
WALL_AHEAD, STEP_AHEAD, TABLE_AHEAD = 600.0, 250.0, 500.0
"""How far ahead of the pelvis a thing stands where nobody says."""
