"""Spoken digits in ninety-one voices, synthesised by espeak-ng and flite."""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import resample_poly

from scripts.sample_builders.packages import ESPEAK, FLITE

RATE = 8000  # Hz
LENGTH = 5120  # values in a clip: 0.64 seconds
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SILENCE = 0.01  # of the loudest value; quieter beginnings and ends are cut off
LATE = 400  # values by which a word may be early or late: 50 ms
LOUDNESS = 0.1  # root mean square of a word, unless its peak would reach...
PEAK = 0.9

ACCENTS = ("en", "en-us", "en-gb-scotland", "en-gb-x-rp", "en-029", "en-gb-x-gbclan", "en-gb-x-gbcwmd")
ECHOING = {"AnxiousAndy", "Marco", "RicishayMax", "RicishayMax2", "RicishayMax3"}  # their words are too long
# their spectrograms are nearly those of another variant; fast is a manner of speaking rather than a voice
TWINS = {"adam", "caleb", "klatt6", "klatt5", "Gene2", "steph3", "Henrique", "miguel", "fast"}
FLITE_VOICES = ("awb", "kal16", "rms", "slt")  # kal is the speaker of kal16, awb_time cannot say everything


@dataclass(frozen=True)
class Voice:
    """Who speaks: a voice of flite, or a variant of espeak-ng with an accent and a usual pitch."""

    name: str
    accent: str | None = None  # espeak-ng only
    pitch: int = 50

    def command(self, word: str, file: Path, rng: np.random.Generator) -> list[str]:
        """Return the command that says a word into a file, somewhat higher or lower, faster or slower each time."""
        if self.accent is None:
            stretch, shift = rng.uniform(0.8, 1.1), rng.uniform(0.85, 1.15)
            manner = ["--setf", f"duration_stretch={stretch:.3f}", "--setf", f"f0_shift={shift:.3f}"]
            return ["flite", "-voice", self.name, *manner, "-t", word, "-o", str(file)]
        pitch, speed = self.pitch + rng.integers(-12, 13), rng.integers(130, 221)
        manner = ["-p", str(pitch), "-s", str(speed)]
        return ["espeak-ng", "-v", f"{self.accent}+{self.name}", *manner, "-w", str(file), word]


def voices(rng: np.random.Generator) -> tuple[Voice, ...]:
    """Return all voices, after making sure that the programs are those that the dataset was made with."""
    for tool in (ESPEAK, FLITE):
        tool.require()
    about = subprocess.run(["espeak-ng", "--version"], check=True, capture_output=True, text=True).stdout
    folder = Path(about.split("Data at:")[1].strip()) / "voices" / "!v"
    variants = sorted(file.name for file in folder.iterdir() if file.name not in ECHOING | TWINS)
    spoken = (Voice(name, str(rng.choice(ACCENTS)), int(rng.integers(25, 76))) for name in variants)
    return (*spoken, *map(Voice, FLITE_VOICES))


def clips(voice: Voice, word: str, count: int, rng: np.random.Generator) -> Iterator[NDArray[np.float64]]:
    """Yield up to `count` clips (LENGTH,) in [-1, 1] of a voice saying a word; those too long are left out."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        for _ in range(count):
            subprocess.run(voice.command(word, file, rng), check=True)
            rate, recorded = wavfile.read(file)
            said = _word(resample_poly(recorded / 2**15, RATE, rate))
            room = LENGTH - len(said)
            if room >= 0:
                before = np.clip(room // 2 + rng.integers(-LATE, LATE + 1), 0, room)
                yield np.pad(said, (before, room - before))


def _word(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sound without the silence around it, faded at both ends and as loud as all others."""
    loud = np.flatnonzero(np.abs(sound) > SILENCE * np.abs(sound).max())
    said = sound[loud[0] : loud[-1] + 1]
    fade = np.minimum(1, np.arange(len(said)) / (0.005 * RATE))
    said = said * fade * fade[::-1]
    gain = min(LOUDNESS / np.sqrt(np.mean(said**2)), PEAK / np.abs(said).max())
    return np.asarray(said * gain)
