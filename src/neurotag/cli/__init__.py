"""Floor 7, the roof. The command line: one file per verb."""
