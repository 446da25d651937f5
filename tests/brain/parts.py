"""Parts that the built-in brains have and others may lack."""

from neurotag.brain import Alarm, Brain, Modulators


def alarm_of(brain: Brain) -> Alarm:
    assert brain.alarm is not None
    return brain.alarm


def modulators_of(brain: Brain) -> Modulators:
    assert brain.modulators is not None
    return brain.modulators
