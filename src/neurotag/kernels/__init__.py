"""Floor 1. Loops over plain arrays, compiled by numba: one phenomenon per file."""
