"""A small study, and results of it that nobody had to train for."""

from shapviz.runs.study import parse_study
from shapviz.studies.results import Result

STUDY = {
    "name": "small",
    "settings": {
        "joint": {"strategy": {"name": "joint"}},
        "own + full": {},
        "cure": {"strategy": {"name": "joint_unimodal"}},
    },
    "datasets": {
        "race": {"training": {"epochs": 1}},
        "emoji": {"dataset": {"name": "emoji"}, "training": {"epochs": 2}},
    },
    "seeds": 2,
    "baseline": "joint",
}


def study(**changes):
    return parse_study(STUDY | changes)


def result(setting, seed, accuracy, *, dataset="race", missing=None, problem=None):
    name = f"{dataset}-{setting}-{seed}"
    if problem is not None:
        return Result(dataset=dataset, setting=setting, seed=seed, run=name, status="failed", problem=problem)
    values = {"accuracy": accuracy, "missing": accuracy if missing is None else missing, "seconds": 1.0}
    return Result(dataset=dataset, setting=setting, seed=seed, run=name, status="finished", values=values)


def results(**by_setting):
    """Return results on the race, from accuracies in the order of their seeds."""
    return [result(name, seed, value) for name, values in by_setting.items() for seed, value in enumerate(values)]
