"""A trained network with some of its modalities absent or corrupted: what breaks, and what each is then worth.

Import its modules, not this package: some need torch (`bench`, `stand_ins`), and the app must be able to load the
others without.
"""
