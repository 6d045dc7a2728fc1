import pytest

from shapviz.errors import DeviceError
from shapviz.runs.spec import DeviceSpec
from shapviz.training import devices
from shapviz.training.devices import open_fabric


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
