"""The test split of a network as people look through it."""

import torch

from shapviz.attribution.explainer import Explainer
from shapviz.runs.attribution import Question
from shapviz.runs.gallery import Gallery, leaders, opening


def gallery(explainer: Explainer, question: Question) -> Gallery:
    """Return every sample of the test split with its prediction and its modalities' values; errors as in `game`."""
    exact, one_out = (explainer.attribute(name, question) for name in ("exact", "leave_one_out"))
    chances, classes = explainer.logits.softmax(dim=-1).topk(2)
    truth = torch.from_numpy(explainer.dataset.labels[explainer.rows])
    begin = opening((classes[:, 0] == truth).numpy(), exact.values, one_out.values)
    return Gallery(
        question=question,
        players=exact.players,
        classes=explainer.dataset.classes,
        rows=exact.rows,
        truth=truth.tolist(),
        predicted=classes[:, 0].tolist(),
        runner_up=classes[:, 1].tolist(),
        probability=chances[:, 0].numpy(),
        worth=exact.everybody,
        exact=exact.values,
        leave_one_out=one_out.values,
        led=leaders(exact.values).tolist(),
        led_one_out=leaders(one_out.values).tolist(),
        opening=exact.rows[begin],
    )
