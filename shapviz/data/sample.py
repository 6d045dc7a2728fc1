"""The small real datasets in sample_data/, made by scripts/build_sample_data.py."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from pydantic import TypeAdapter

from shapviz import paths
from shapviz.data.dataset import MultimodalDataset, View
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import PADDING, UNKNOWN
from shapviz.errors import DataError

_CARD = TypeAdapter(DatasetInfo)
_VOCABULARY = TypeAdapter(tuple[str, ...])


@cache
def info(name: str) -> DatasetInfo:
    """Return the card of a sample dataset."""
    return _CARD.validate_json(_path(f"{name}.json").read_bytes())


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words of emoji and emoji3 by token number; `PADDING` and `UNKNOWN` are empty and an ellipsis."""
    words = _VOCABULARY.validate_json(_path("emoji_vocabulary.json").read_bytes())
    special = {PADDING: "", UNKNOWN: "…"}
    return (*(special[token] for token in sorted(special)), *words)


def load(name: str) -> MultimodalDataset:
    """Return a sample dataset as it is stored: unstandardised, images in [0, 1] and audio in [-1, 1]."""
    return _LOADERS[name](info(name))


def _tables(card: DatasetInfo) -> MultimodalDataset:
    """Return a dataset whose file holds an array under each modality's name."""
    stored = _arrays(f"{card.name}.npz")
    views = {name: stored[name].astype(np.float32) for name in card.names}
    groups = stored["groups"].astype(np.int64) if card.groups else None
    return MultimodalDataset(card.name, card.modalities, views, stored["labels"].astype(np.int64), card.classes, groups)


def _avdigits(card: DatasetInfo) -> MultimodalDataset:
    """Return a sample for each clip: its sound, and a picture of the same digit. Both are stored in eight bits."""
    stored = _arrays("avdigits.npz")
    views = {"image": stored["image"] / np.float32(255), "audio": stored["audio"] / np.float32(127)}
    labels, voices = (stored[name].astype(np.int64) for name in ("labels", "groups"))
    return MultimodalDataset(card.name, card.modalities, views, labels, card.classes, voices)


def _emoji(card: DatasetInfo) -> MultimodalDataset:
    """Return a sample for each drawing of each emoji: first all by Twemoji, then all by Noto."""
    stored = _arrays("emoji.npz")
    count = len(stored["labels"])
    views = {
        "image": np.concatenate([_drawings("twemoji", count), _drawings("noto", count)]),
        "words": np.concatenate([stored["words"][:, style] for style in range(2)]).astype(np.int64),
    }
    labels = np.tile(stored["labels"].astype(np.int64), 2)
    return MultimodalDataset(card.name, card.modalities, views, labels, card.classes, np.tile(np.arange(count), 2))


def _emoji3(card: DatasetInfo) -> MultimodalDataset:
    """Return a sample for each emoji: both drawings, and the words said with the first."""
    stored = _arrays("emoji.npz")
    count = len(stored["labels"])
    views = {
        "twemoji": _drawings("twemoji", count),
        "noto": _drawings("noto", count),
        "words": stored["words"][:, 0].astype(np.int64),
    }
    return MultimodalDataset(card.name, card.modalities, views, stored["labels"].astype(np.int64), card.classes)


_LOADERS: dict[str, Callable[[DatasetInfo], MultimodalDataset]] = {
    "emoji": _emoji,
    "emoji3": _emoji3,
    "avdigits": _avdigits,
    "mfeat": _tables,
    "watch": _tables,
    "heart": _tables,
    "penguins": _tables,
}
NAMES = tuple(_LOADERS)


def _drawings(style: str, count: int) -> View:
    """Return the first `count` drawings of a sprite sheet, (count, 3, side, side) in [0, 1]."""
    side = info("emoji3").modalities[0].shape[-1]
    with Image.open(_path(f"emoji_{style}.png")) as sheet:
        pixels = np.asarray(sheet.convert("RGB"), dtype=np.float32) / 255
    rows, columns = (length // side for length in pixels.shape[:2])
    tiles = pixels.reshape(rows, side, columns, side, 3).transpose(0, 2, 4, 1, 3)
    return np.ascontiguousarray(tiles.reshape(rows * columns, 3, side, side)[:count])


def _arrays(file: str) -> dict[str, View]:
    with np.load(_path(file), allow_pickle=False) as stored:
        return dict(stored)


def _path(file: str) -> Path:
    path = paths.bundle() / "sample_data" / file
    if not path.is_file():
        raise DataError(
            f"There is no file {path}, which belongs to the sample data.",
            remedy="Install shapviz again, or bring the folder sample_data back.",
        )
    return path
