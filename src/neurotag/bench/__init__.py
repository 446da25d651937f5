"""Floor 6. Networks that are timed against other simulators, and how they are timed."""
