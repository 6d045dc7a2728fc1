import numpy as np
import pytest

from shapviz.attribution.inside.looks import look_inside
from shapviz.runs.attribution import Question
from tests.attribution.inside.explainers import KINDS, ROW, explainer
from tests.models import worlds

WAYS = [
    {"head": head, "absence": absence, "prototypes": prototypes}
    for head in worlds.HEADS
    for absence in worlds.ABSENCES
    for prototypes in (False, True)
]


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("modality", [kind.name for kind in KINDS])
def test_what_is_inside_adds_up_to_the_modalitys_exact_shapley_value(modality, way):
    asked, question = explainer(**way), Question(payoff="logit")
    outside = asked.attribute("exact", question, [ROW])
    inside = look_inside(asked, ROW, modality, "sampled", question)
    assert inside.presence + inside.values.sum() == pytest.approx(
        outside.values[0, outside.players.index(modality)], abs=1e-9
    )
    assert abs(inside.missing) < 1e-9
    assert np.abs(inside.values).max() > 1e-3
