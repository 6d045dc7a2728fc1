"""Where a run computes, and with which precision."""

import torch
from lightning_fabric import Fabric

from shapviz.errors import DeviceError
from shapviz.runs.spec import DeviceSpec


def open_fabric(spec: DeviceSpec) -> Fabric:
    """Return the device and precision that `spec` asks for.

    Raises:
        DeviceError: If this machine does not have them.
    """
    accelerator = _accelerator(spec)
    if spec.precision == "16-mixed" and accelerator == "cpu":
        raise DeviceError(
            "Precision '16-mixed' needs a GPU; the run computes on a CPU.", remedy="Use bf16-mixed or 32-true."
        )
    if spec.precision == "64-true" and accelerator == "mps":
        raise DeviceError("Apple's GPU does not know precision '64-true'.", remedy="Use 32-true, or the CPU.")
    return Fabric(accelerator=accelerator, devices=spec.devices, precision=spec.precision)


def counted() -> dict[str, int]:
    """Return how many devices of each kind torch finds here."""
    return {"cpu": 1, "cuda": torch.cuda.device_count(), "mps": int(torch.backends.mps.is_available())}


def _accelerator(spec: DeviceSpec) -> str:
    """Return the kind of device to use, after making sure that there are enough of it."""
    found = counted()
    best = next(name for name in ("cuda", "mps", "cpu") if found[name])
    chosen = best if spec.accelerator == "auto" else spec.accelerator
    if found[chosen] < spec.devices:
        there = ", ".join(f"{count} {name}" for name, count in found.items() if count)
        raise DeviceError(
            f"The run asks for {spec.devices} {chosen}; torch {torch.__version__} finds {there} on this machine.",
            remedy="Choose what is there, or 'auto'; or install a torch that is built for this device.",
        )
    return chosen
