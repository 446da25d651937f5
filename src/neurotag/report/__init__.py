"""Floor 6. Recordings -> one HTML page for people. The only room that draws."""

from neurotag.report.theme import Drawing
from neurotag.report.write import render_report, write_report

__all__ = ["Drawing", "render_report", "write_report"]
