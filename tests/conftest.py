"""What holds for all tests."""

from hypothesis import settings

# how long an example takes says how busy the machine is, not whether the law holds
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
