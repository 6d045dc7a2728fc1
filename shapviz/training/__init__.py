"""The one training loop: a generator of events.

Nothing is imported here: who looks at a trained network needs `devices` and `weights`, and not what trains one, which
takes a second to load.
"""
