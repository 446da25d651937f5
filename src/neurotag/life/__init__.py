"""Floor 2c. What happens: events, and a life that unrolls them in time."""

from neurotag.life.events import (
    KINDS,
    Emotion,
    Event,
    Felt,
    Heat,
    Injury,
    Pattern,
    Probe,
    Repeat,
    Rest,
    Sight,
    Skip,
    Sleep,
    Smell,
    Sound,
    Task,
    Thought,
    Timed,
    Together,
    Touch,
)
from neurotag.life.library import built_in_lives, load_life
from neurotag.life.life import Life
from neurotag.life.unroll import Moment, Scene, Test, unroll
