"""Floor 5. Recordings -> numbers, and what the numbers mean."""

from neurotag.measure.alarm import alarm_per_event, alarm_trace, mean_alarm
from neurotag.measure.ignition import Ignition, find_ignition, ignition_of_hurt, ignition_of_probe
from neurotag.measure.meanings import Meaning, describe_measure, describe_measures
from neurotag.measure.measures import Measures, take_measures
from neurotag.measure.onsets import Onset, first_hurt, onset_of_hurt, onset_of_mark, onset_of_probe
from neurotag.measure.probes import name_event, name_probe, neutral_probe, pair_probes
from neurotag.measure.story import ALARM_RINGS, ALARM_SHIFTS, say_change, tell

__all__ = [
    "ALARM_RINGS",
    "ALARM_SHIFTS",
    "Ignition",
    "Meaning",
    "Measures",
    "Onset",
    "alarm_per_event",
    "alarm_trace",
    "describe_measure",
    "describe_measures",
    "find_ignition",
    "first_hurt",
    "ignition_of_hurt",
    "ignition_of_probe",
    "mean_alarm",
    "name_event",
    "name_probe",
    "neutral_probe",
    "onset_of_hurt",
    "onset_of_mark",
    "onset_of_probe",
    "pair_probes",
    "say_change",
    "take_measures",
    "tell",
]
