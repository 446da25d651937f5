"""Floor 6. The engine beside its peers, on one machine in one sitting: ``neurotag bench``.

Nothing is imported here: our side of the comparison is a process of its own, whose memory is measured.
"""
