"""What Lightning Fabric does for a training: the device, and mixed precision."""

from lightning_fabric import Fabric

from shapviz.runs.spec import DeviceSpec
from shapviz.training.devices import accelerator


def open_fabric(spec: DeviceSpec) -> Fabric:
    """Return the device and precision that `spec` asks for.

    Raises:
        DeviceError: If this machine does not have them.
    """
    return Fabric(accelerator=accelerator(spec), devices=1, precision=spec.precision)
