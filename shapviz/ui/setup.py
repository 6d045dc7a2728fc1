"""The left column of Train: which data, which model, in which order, and the button."""

from html import escape

import streamlit as st

from shapviz.data import catalog
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality
from shapviz.errors import UsageError
from shapviz.runs.options import Alternating
from shapviz.runs.spec import DatasetSpec, ModelSpec, RunSpec
from shapviz.ui import address, advanced, level, pickers, resources
from shapviz.ui.form import control, field, fill, segments
from shapviz.ui.orders import BASELINES, CHOICES, ORDERS, chosen, summary
from shapviz.ui.state import State

_OPEN = "setup.open"  # session state: on a phone the column is folded until asked for
_SWITCHES = [name for name, about in ModelSpec.model_fields.items() if about.annotation is bool]
_IN_SIGHT = 3  # so many noise sliders fit beside the rest; more are folded


def render_setup(state: State) -> RunSpec | None:
    """Draw the three steps and return the run that they describe if Train was just pressed, None otherwise.

    Every change is written to the address at once (`shapviz.ui.address`), so the column shows what `state` says and
    keeps nothing of its own.
    """
    resources.warm()
    card = catalog.info(state.spec.dataset.name)
    _fold(state, card)
    with st.container(key="setup-open" if st.session_state.get(_OPEN) else "setup-closed"):
        _data(state, card)
        _model(state)
        _order(state, card)
        problems = _problems(state.spec)
        pressed = st.button(
            "Train", key="train", type="primary", icon=":material/play_arrow:", width="stretch", disabled=bool(problems)
        )
        if problems:
            st.html(f'<p class="sv-problem" role="alert">{escape(problems)}</p>')
    return state.spec if pressed else None


def _fold(state: State, card: DatasetInfo) -> None:
    """Draw the line that stands for the whole column on a phone."""
    with st.container(key="setup-line"):
        label = f"**{card.title}** · {state.spec.model.head} · {summary(state.spec)[1].lower()}"
        st.button(label, icon=":material/tune:", width="stretch", on_click=_toggle)


def _toggle() -> None:
    st.session_state[_OPEN] = not st.session_state.get(_OPEN)


def _step(number: int, title: str) -> None:
    st.html(f'<h2 class="sv-step"><span>{number}</span>{title}</h2>')


def _data(state: State, card: DatasetInfo) -> None:
    """Draw the first step: which dataset, and how much noise on each of its modalities."""
    _step(1, "Data")
    pickers.datasets([catalog.info(name) for name in catalog.names()], chosen=card.name, on_choice=_choose_dataset)
    st.html(f'<p class="sv-say">{escape(card.about)}</p>')
    used = state.spec.dataset.modalities or card.names
    if len(used) <= _IN_SIGHT:
        with st.container(key="noise"):
            _noises(state, card, used)
    else:
        folded = st.expander("Noise in each modality", key="setup.noise", on_change="rerun")
        fill(folded, lambda: _noises(state, card, used))


def _noises(state: State, card: DatasetInfo, used: tuple[str, ...]) -> None:
    """Draw a slider for the noise of every modality that is used."""
    for place, modality in enumerate(card.modalities):
        if modality.name in used:
            _noise(state, place, modality)


def _noise(state: State, place: int, modality: Modality) -> None:
    """Draw the slim slider for one modality's noise."""
    top = 1.0 if modality.kind == "text" else 3.0
    value = min(state.spec.dataset.noise.get(modality.name, 0.0), top)
    key = control(f"setup.noise.{modality.name}", value)
    told = f"{modality.name} {value:g}" if value else modality.name
    with st.container(key=f"slot-{place}-{modality.name}"):
        st.slider(told, 0.0, top, step=0.1, key=key, on_change=_take_noise, args=(modality.name, key))


def _take_noise(modality: str, key: str) -> None:
    """Write a slider's noise to the address; none at all is said by saying nothing."""
    state = address.current()
    noise = {name: value for name, value in state.spec.dataset.noise.items() if name != modality}
    if value := st.session_state[key]:
        noise[modality] = value
    address.visit(state.with_settings("dataset", noise=noise))


def _choose_dataset(name: str) -> None:
    """Write another dataset to the address, with as many epochs as its networks need."""
    state, card = address.current(), catalog.info(name)
    if name == state.spec.dataset.name:
        return
    state = state.with_spec(dataset=DatasetSpec(name=name)).with_settings("training", epochs=card.epochs)
    if isinstance(state.spec.strategy, Alternating) and state.spec.strategy.sequence:
        state = state.with_settings("strategy", sequence=card.names)
    address.visit(state)


def _model(state: State) -> None:
    """Draw the second step: how the modalities are fused, how large the encoders are, and what can be switched on."""
    _step(2, "Model")
    with st.container(key="model", horizontal=True):
        segments(state, "model", "head")
        segments(state, "model", "size")
    if level.current() != "learn":
        with st.container(key="switches", horizontal=True):
            for name in _SWITCHES:
                field(state, "model", name)


def _order(state: State, card: DatasetInfo) -> None:
    """Draw the third step: who learns when."""
    _step(3, "Order")
    now = chosen(state.spec.strategy)
    key = control("setup.order", now if now in ORDERS else None)
    st.pills(
        "Order",
        list(ORDERS),
        format_func=lambda name: ORDERS[name].label,
        key=key,
        label_visibility="collapsed",
        on_change=_take_order,
        args=(key,),
    )
    if level.current() != "learn":
        _baselines(now)
    if isinstance(state.spec.strategy, Alternating) and state.spec.strategy.sequence:
        _sequence(state.spec.strategy.sequence, state.spec.dataset.modalities or card.names, card)
    epochs = state.spec.training.epochs
    st.html(f'<p class="sv-say">{CHOICES[now].about} {epochs} epoch{"s" * (epochs != 1)}.</p>')
    _more(state)


def _baselines(now: str) -> None:
    """Draw the published strategies and the ceilings to choose from."""
    key = control("setup.baseline", now if now in BASELINES else None)
    st.selectbox(
        "Baselines",
        list(BASELINES),
        format_func=lambda name: BASELINES[name].label,
        key=key,
        index=None,
        placeholder="Baselines …",
        label_visibility="collapsed",
        on_change=_take_order,
        args=(key,),
    )


def _more(state: State) -> None:
    """Draw the switch for the verdict, which costs about as much as another run, and the way to all other settings."""
    with st.container(key="more", horizontal=True, vertical_alignment="center"):
        field(state, "", "probes", label="Verdict: +1 run")
        if level.current() != "learn":
            st.button("Advanced", type="tertiary", key="advanced", on_click=advanced.ask)
    advanced.answer()


def _sequence(told: tuple[str, ...], used: tuple[str, ...], card: DatasetInfo) -> None:
    """Draw the order of turns. One that is not of the modalities used, which an address may say, is begun anew."""
    order = told if sorted(told) == sorted(used) else [name for name in used if name in card.names]
    pickers.sequence(order, card.names, on_choice=_choose_sequence)


def _take_order(key: str) -> None:
    """Write the order that was chosen to the address. A second press on the chosen one changes nothing."""
    if (choice := st.session_state[key]) is None:
        return
    state = address.current()
    used = state.spec.dataset.modalities or catalog.info(state.spec.dataset.name).names
    address.visit(state.with_spec(strategy=CHOICES[choice].strategy(state.spec.strategy, used)))


def _choose_sequence(sequence: list[str]) -> None:
    address.visit(address.current().with_settings("strategy", sequence=tuple(sequence)))


def _problems(spec: RunSpec) -> str:
    """Return in words why this run cannot be trained; nothing where it can."""
    try:
        catalog.check(spec)
    except UsageError as error:
        return str(error)
    return ""
