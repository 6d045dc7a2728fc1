"""What holds for all tests."""

import os

from hypothesis import settings

# The networks are tiny and two test processes share the cores: threads that wait for each other would cost three times
# the time. Set before anybody imports torch or numpy, and inherited by the processes that tests start.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# shap would compile its loops in every test process, for longer than they then run
os.environ["NUMBA_DISABLE_JIT"] = "1"

# how long an example takes says how busy the machine is, not whether the law holds
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
