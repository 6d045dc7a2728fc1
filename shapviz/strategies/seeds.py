"""Where randomness comes from: one seed a purpose, so that no draw depends on what else was drawn before it."""

from zlib import crc32

import numpy as np


def seed_for(seed: int, purpose: str, *position: int) -> int:
    """Return a seed in [0, 2**32) for one purpose at one position, such as the batches of epoch 3.

    Nothing is ever drawn from a stream that runs through a whole training, so a run that resumes at epoch 12 draws
    what an undisturbed one draws there.

    Args:
        seed: The run's seed.
        purpose: What the randomness is for; different purposes are independent of each other.
        position: Where in the run, e.g. the epoch and the pass.
    """
    entropy = [seed, crc32(purpose.encode()), *position]
    return int(np.random.SeedSequence(entropy).generate_state(1)[0])
