import pytest
from torch import nn

from shapviz.errors import DeviceError
from shapviz.runs.spec import DeviceSpec
from shapviz.training import devices
from shapviz.training.devices import device, here, weights_type
from shapviz.training.fabric import open_fabric


def without_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available", lambda: ("cpu",))


@pytest.mark.parametrize("accelerator", ["cuda", "mps"])
def test_a_device_that_is_missing_is_refused_with_what_there_is(
    accelerator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_gpu(monkeypatch)
    with pytest.raises(DeviceError, match=f"asks for {accelerator}; .* finds cpu on this machine") as caught:
        open_fabric(DeviceSpec.model_validate({"accelerator": accelerator}))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("accelerator", ["cpu", "auto"])
def test_auto_means_the_best_there_is(accelerator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_gpu(monkeypatch)
    assert open_fabric(DeviceSpec.model_validate({"accelerator": accelerator})).device.type == "cpu"


def test_half_precision_needs_a_gpu() -> None:
    with pytest.raises(DeviceError, match="'16-mixed' needs a GPU") as caught:
        open_fabric(DeviceSpec(precision="16-mixed"))
    assert "bf16-mixed" in caught.value.remedy


@pytest.mark.parametrize("accelerator", ["cpu", "cuda", "mps", "auto"])
@pytest.mark.parametrize("precision", ["32-true", "16-mixed", "bf16-mixed", "64-true"])
def test_whatever_a_network_was_trained_with_there_is_a_way_to_look_at_it(
    accelerator: str, precision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_gpu(monkeypatch)
    nearest = here(DeviceSpec.model_validate({"accelerator": accelerator, "precision": precision}))
    assert open_fabric(nearest).device.type == "cpu"
    assert nearest.precision == ("64-true" if precision == "64-true" else "32-true")


def test_a_device_that_is_here_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    assert here(DeviceSpec(accelerator="cuda")).accelerator == "cuda"


@pytest.mark.parametrize("precision", ["32-true", "bf16-mixed", "64-true"])
def test_networks_are_looked_at_where_and_as_they_are_trained(precision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_gpu(monkeypatch)
    spec = DeviceSpec.model_validate({"precision": precision})
    fabric, layer = open_fabric(spec), nn.Linear(1, 1)
    assert device(spec) == fabric.device
    assert weights_type(spec) == fabric.strategy.precision.convert_module(layer).weight.dtype
