"""Where a run computes, and with which precision."""

import torch

from shapviz.errors import DeviceError
from shapviz.runs.spec import DeviceSpec


def accelerator(spec: DeviceSpec) -> str:
    """Return the kind of device to use.

    Raises:
        DeviceError: If this machine does not have it, or it does not know the precision.
    """
    kind = _found(spec)
    if spec.precision == "16-mixed" and kind == "cpu":
        raise DeviceError(
            "Precision '16-mixed' needs a GPU; the run computes on a CPU.", remedy="Use bf16-mixed or 32-true."
        )
    if spec.precision == "64-true" and kind == "mps":
        raise DeviceError("Apple's GPU does not know precision '64-true'.", remedy="Use 32-true, or the CPU.")
    return kind


def device(spec: DeviceSpec) -> torch.device:
    """Return the first device of the kind to use, which is the one that `open_fabric` takes; errors as there."""
    kind = accelerator(spec)
    return torch.device(kind) if kind == "cpu" else torch.device(kind, 0)


def weights_type(spec: DeviceSpec) -> torch.dtype:
    """Return what weights and inputs are kept in; mixed precision computes with fewer digits than it keeps."""
    return torch.float64 if spec.precision == "64-true" else torch.float32


def here(spec: DeviceSpec) -> DeviceSpec:
    """Return the nearest to `spec` that this machine has, for a network that is only looked at.

    That is done in full precision, whatever it was trained in; and on the CPU, if its device is not here.
    """
    accelerator = spec.accelerator if spec.accelerator in ("auto", *available()) else "cpu"
    return DeviceSpec(accelerator=accelerator, precision="64-true" if spec.precision == "64-true" else "32-true")


def available() -> tuple[str, ...]:
    """Return the kinds of device that torch finds here, the fastest first."""
    found = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    return tuple(name for name, there in found.items() if there)


def _found(spec: DeviceSpec) -> str:
    """Return the kind of device to use, after making sure that it is there."""
    found = available()
    if spec.accelerator == "auto":
        return found[0]
    if spec.accelerator not in found:
        raise DeviceError(
            f"The run asks for {spec.accelerator}; torch {torch.__version__} finds {', '.join(found)} on this machine.",
            remedy=f"Use {found[0]} or auto, or install a torch that is built for {spec.accelerator}.",
        )
    return spec.accelerator
