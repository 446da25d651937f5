"""One printed page to take home: what happened, three messages, and lines for one's own words."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neurotag.lab.session import Session

MOST_ROWS = 14
TEXT = {
    "en": {
        "title": "What we saw in the model brain", "did": "What was pressed, and how loud the alarm was",
        "first": "Pain is real, and it protects. It is not a measure of harm.",
        "second": "Thoughts, feelings and days count. They change how loud the alarm is.",
        "third": "What was learned can change. It takes time, and it can flare up.",
        "lines": "My own words, and what I want to ask", "of": "of 10",
        "made": "Made with neurotag {model}, brain {brain}, seed {seed}.",
    },
    "de": {
        "title": "Was wir im Modell-Gehirn sahen", "did": "Was gedrückt wurde, und wie laut der Alarm war",
        "first": "Schmerz ist echt, und er schützt. Er misst keinen Schaden.",
        "second": "Gedanken, Gefühle und Tage zählen. Sie ändern, wie laut der Alarm ist.",
        "third": "Was gelernt wurde, kann sich ändern. Das dauert, und es kann aufflammen.",
        "lines": "Meine eigenen Worte, und was ich fragen möchte", "of": "von 10",
        "made": "Gemacht mit neurotag {model}, Gehirn {brain}, Zahl {seed}.",
    },
}  # fmt: skip


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all captions of a language; English where it is not there."""
    room = files("neurotag.lab") / "words"
    name = language if language in languages() else "en"
    words: dict[str, str] = json.loads((room / f"{name}.json").read_text(encoding="utf-8"))
    return words


@cache
def languages() -> tuple[str, ...]:
    """Return which languages there are."""
    names = [each.name for each in (files("neurotag.lab") / "words").iterdir()]
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def write_handout(session: Session, *, language: str = "en") -> str:
    """Return the page as HTML, ready to print on one sheet."""
    language = language if language in TEXT else "en"
    words, text = catalogue(language), TEXT[language]
    rows = []
    for press in session.presses[-MOST_ROWS:]:
        lever, _, name = press.cue.partition(":")
        what = words.get(f"cue.{press.cue}", press.cue)
        if name:
            what = words.get(f"lever.{name}", name) + ": "
            what += words.get(f"lever.{name}.{press.value:g}", "") if press.value is not None else ""
        alarm = "" if press.alarm is None else f"{press.alarm:.1f} {text['of']}"
        rows.append(f"<tr><td>{escape(what)}</td><td>{escape(alarm)}</td></tr>")
        del lever
    made = text["made"].format(model=session.model, brain=session.brain, seed=session.seed)
    messages = "".join(f"<li>{escape(text[each])}</li>" for each in ("first", "second", "third"))
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<title>{escape(text["title"])}</title>
<style>
@page {{ size: A4; margin: 18mm }}
body {{ font: 12pt/1.45 system-ui, sans-serif; color: #1b2530; max-width: 174mm; margin: 2rem auto }}
h1 {{ font-size: 20pt; font-weight: 600 }} h2 {{ font-size: 13pt; margin: 1.2em 0 .3em }}
table {{ border-collapse: collapse; width: 100% }} td {{ border-bottom: 1px solid #c9d2da; padding: .2em 0 }}
td:last-child {{ text-align: right; white-space: nowrap }}
.line {{ border-bottom: 1px solid #8a97a3; height: 2.2em }}
small {{ color: #4a5866 }}
</style></head><body>
<h1>{escape(text["title"])}</h1>
<p><small>{escape(words["notice"])}</small></p>
<h2>{escape(text["did"])}</h2>
<table>{"".join(rows)}</table>
<ol>{messages}</ol>
<h2>{escape(text["lines"])}</h2>
{'<div class="line"></div>' * 5}
<p><small>{escape(made)} {escape(words["draft"])}</small></p>
</body></html>
"""
