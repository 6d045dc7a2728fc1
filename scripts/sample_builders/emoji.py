"""emoji and emoji3: what kind of thing an emoji shows, from its drawings and from words about it."""

import io
import json
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scripts.sample_builders.packages import EMOJIBASE, EMOJILIB, NOTO, TWEMOJI, Archive, fetch
from scripts.sample_builders.product import Product, npz
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality

SIDE = 32
COLUMNS = 38
WORDS = 4
STYLES = {"twemoji": ("twitter", TWEMOJI), "noto": ("google", NOTO)}
CLASSES = {
    "Smileys": "Smileys & Emotion",
    "People": "People & Body",
    "Animals": "Animals & Nature",
    "Food": "Food & Drink",
    "Travel": "Travel & Places",
    "Activities": "Activities",
    "Objects": "Objects",
    "Symbols": "Symbols",
}
# words of the class names, which would give the answer away; words that describe the format; words without content
FORBIDDEN = re.compile(
    r"smil(e|ey|eys|es|ing)|emotions?|people|persons?|body|animals?|nature|foods?|drinks?|travel(s|er|ing|ling)?|"
    r"places?|activit(y|ies)|objects?|symbols?|faces?|signs?|buttons?|emojis?|icons?|keycap|with|and|of|the|in|on|for"
)
GENDERED = re.compile(r"1F46[89]-200D|-2640|-2642|-27A1")  # a man, a woman, facing right: the person drawn again
FIRST_WORD = 2  # after padding and the unknown word


@dataclass(frozen=True)
class Emoji:
    """One emoji: its label, its picture file and all words that may be said about it."""

    image: str
    label: int
    words: tuple[str, ...]


def build(cache: Path) -> Product:
    """Return both datasets: they share two sprite sheets and one table of words."""
    archives = {style: fetch(package, cache) for style, (_, package) in STYLES.items()}
    emojis = _chosen(archives["twemoji"], _keywords(cache))
    said = _said(emojis)
    vocabulary = sorted({word for texts in said for text in texts for word in text})
    arrays = {f"emoji_{style}.png": _sheet(archives[style], style, emojis) for style in STYLES}
    arrays["emoji.npz"] = npz(
        words=_tokens(said, vocabulary),
        labels=np.array([emoji.label for emoji in emojis], dtype=np.uint8),
    )
    arrays["emoji_vocabulary.json"] = json.dumps(vocabulary).encode() + b"\n"
    arrays["licences/emojibase-data.txt"] = fetch(EMOJIBASE, cache).files["package/LICENSE"]
    arrays["licences/emojilib.txt"] = fetch(EMOJILIB, cache).files["package/LICENSE"]
    arrays["licences/noto-emoji.txt"] = (Path(__file__).parent / "Apache-2.0.txt").read_bytes()
    return Product(
        cards=_cards(len(emojis), FIRST_WORD + len(vocabulary)),
        arrays=arrays,
        packages=(TWEMOJI, NOTO, EMOJIBASE, EMOJILIB),
        provenance="`img/*/64/*.png`: every emoji that both styles draw, without flags, components, families and the "
        "gendered or mirrored repetitions of a person, laid on white, reduced to 32 x 32 pixels and 256 colours a "
        "sheet (38 to a row). Words: labels and tags of emojibase-data and keywords of emojilib; for each drawing at "
        "most four drawn at random (seed 0), after removing those that name a class or the format of the picture.",
        licence_note="`emoji_twemoji.png` is made from Twemoji (jdecked/twemoji and contributors), "
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); `emoji_noto.png` from Noto Emoji (Google), Apache "
        "2.0. Both licences are stated in the packages' README; what was changed stands above. emojibase-data and "
        "emojilib are MIT, as their licence files say.",
    )


def _cards(emojis: int, vocabulary: int) -> tuple[DatasetInfo, DatasetInfo]:
    picture = (3, SIDE, SIDE)
    words = Modality("words", "text", (WORDS,), "words", f"at most {WORDS} words about it", vocabulary)
    by_drawing = DatasetInfo(
        name="emoji",
        title="Emoji",
        about="A drawing and a few words; the words know more, yet learn less.",
        modalities=(Modality("image", "image", picture, "brightness", "a drawing, 32 x 32 pixels"), words),
        classes=tuple(CLASSES),
        samples=len(STYLES) * emojis,
        citation="Twemoji, jdecked/twemoji and contributors. Noto Emoji, Google. Words: emojibase-data, emojilib.",
        licence="Twemoji CC BY 4.0; Noto Emoji Apache 2.0; words MIT",
        epochs=12,
        groups="emoji",
    )
    by_emoji = replace(
        by_drawing,
        name="emoji3",
        title="Drawn twice",
        about="The same emoji by two artists, and a few words.",
        modalities=(
            Modality("twemoji", "image", picture, "brightness", "the drawing by Twemoji, 32 x 32 pixels"),
            Modality("noto", "image", picture, "brightness", "the drawing by Noto, 32 x 32 pixels"),
            words,
        ),
        samples=emojis,
        groups=None,
    )
    return by_drawing, by_emoji


def _keywords(cache: Path) -> dict[str, set[str]]:
    """Return the words about every emoji, by its code points."""
    base = json.loads(fetch(EMOJIBASE, cache).files["package/en/data.json"])
    lib = json.loads(fetch(EMOJILIB, cache).files["package/dist/emoji-en-US.json"])
    phrases = {_code(entry["emoji"]): [entry["label"], *entry.get("tags", ())] for entry in base}
    for character, keywords in lib.items():
        phrases.setdefault(_code(character), []).extend(keywords)
    return {code: {word for phrase in said for word in _words(phrase)} for code, said in phrases.items()}


def _code(characters: str) -> str:
    """Return the code points as in 1F468-200D-1F33E, without the variation selector that only some sources write."""
    return "-".join(f"{ord(character):04X}" for character in characters if character != "\ufe0f")


def _words(phrase: str) -> list[str]:
    found = re.findall(r"[a-z]{2,}", phrase.lower().replace("’", ""))
    return [word for word in found if not FORBIDDEN.fullmatch(word)]


def _chosen(archive: Archive, keywords: dict[str, set[str]]) -> list[Emoji]:
    """Return the emoji that both styles draw and that something can be said about, in the order of the source."""
    label_of = {category: number for number, category in enumerate(CLASSES.values())}
    emojis = []
    for entry in json.loads(archive.files["package/emoji.json"]):
        drawn = entry["has_img_twitter"] and entry["has_img_google"]
        family = entry["subcategory"] == "family" or entry["name"].startswith("FAMILY")
        wanted = entry["category"] in label_of and not family
        words = keywords.get(entry["unified"].replace("-FE0F", ""), set())
        if drawn and wanted and words and not GENDERED.search(entry["unified"]):
            emojis.append(Emoji(entry["image"], label_of[entry["category"]], tuple(sorted(words))))
    return emojis


def _said(emojis: list[Emoji]) -> list[list[tuple[str, ...]]]:
    """Return for each emoji one text per drawing: a few of its words, drawn at random."""
    rng = np.random.default_rng(0)
    return [[tuple(rng.permutation(emoji.words)[:WORDS].tolist()) for _ in STYLES] for emoji in emojis]


def _tokens(said: list[list[tuple[str, ...]]], vocabulary: list[str]) -> NDArray[np.uint16]:
    """Return the texts as token numbers, (emojis, styles, WORDS), padded with zeros."""
    number = {word: token for token, word in enumerate(vocabulary, start=FIRST_WORD)}
    tokens = np.zeros((len(said), len(STYLES), WORDS), dtype=np.uint16)
    for row, texts in enumerate(said):
        for style, text in enumerate(texts):
            tokens[row, style, : len(text)] = [number[word] for word in text]
    return tokens


def _sheet(archive: Archive, style: str, emojis: list[Emoji]) -> bytes:
    """Return all drawings of a style in one PNG of 256 colours, row by row."""
    sheet = Image.new("RGB", (COLUMNS * SIDE, math.ceil(len(emojis) / COLUMNS) * SIDE), "white")
    for place, emoji in enumerate(emojis):
        drawing = Image.open(io.BytesIO(archive.files[f"package/img/{STYLES[style][0]}/64/{emoji.image}"]))
        small = drawing.convert("RGBA").convert("RGBa").resize((SIDE, SIDE), Image.Resampling.LANCZOS).convert("RGBA")
        row, column = divmod(place, COLUMNS)
        sheet.paste(small, (column * SIDE, row * SIDE), small)
    buffer = io.BytesIO()
    sheet.quantize(256, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
