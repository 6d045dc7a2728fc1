"""The warm lab: a child of the app that keeps trained networks at hand and answers what pages ask about them.

`client` is the app's side and loads no torch; `python -m shapviz.jobs.lab` is the child's.
"""
