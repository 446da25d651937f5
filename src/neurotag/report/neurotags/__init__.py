"""How neurotags are shown: their figures, and a page for people."""

from neurotag.report.neurotags.figures import draw_neurotags, save_figures
from neurotag.report.neurotags.page import render_neurotag_report, write_neurotag_report

__all__ = ["draw_neurotags", "render_neurotag_report", "save_figures", "write_neurotag_report"]
