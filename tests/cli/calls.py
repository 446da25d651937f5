"""Calls of the command line, and a life that takes no time."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from neurotag.cli.main import app

TINY = """
name: tiny
title: a touch and a burn
events:
  - {kind: probe, name: touch_before, settle_s: 0.1, events: [{kind: touch, site: hand, duration_s: 0.1}]}
  - {kind: touch, site: hand, duration_s: 0.1}
  - {kind: heat, site: hand, intensity: 1.0, duration_s: 0.3}
  - {kind: probe, name: touch_after, settle_s: 0.1, events: [{kind: touch, site: hand, duration_s: 0.1}]}
"""
SMALL = ("--set", "scale=0.3")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


Invoke = Callable[..., Ended]


def invoke_app(*words: str) -> Ended:
    result = CliRunner().invoke(app, words, catch_exceptions=False, prog_name="neurotag")
    return Ended(result.exit_code, result.stdout, result.stderr)
