"""What an import loads is a promise: the app and the command line must start without torch."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "lightning_fabric", "captum", "shap", "sklearn")
LIGHT_MODULES = ("shapviz", "shapviz.games", "shapviz.runs.store", "shapviz.data.catalog", "shapviz.figures.story",
                 "shapviz.jobs.queue", "shapviz.cli", "shapviz.ui.train", "shapviz.ui.runs",
                 "shapviz.robustness.corruptions", "shapviz.robustness.measure")  # fmt: skip


@pytest.mark.parametrize("module", LIGHT_MODULES)
def test_a_fresh_interpreter_imports_it_without_the_heavy_libraries(module):
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


def test_the_lab_opens_networks_without_what_only_training_or_rare_questions_need():
    rare = ("lightning_fabric", "torch._dynamo", "sklearn", "scipy.stats", "pandas", "captum", "shap", "shapiq")
    code = f"import sys, shapviz.jobs.lab.opening; print(*sorted(set(sys.modules) & set({rare!r})))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_only_the_app_loads_streamlit():
    code = "import sys, shapviz.cli, shapviz.jobs.queue, shapviz.figures; print('streamlit' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
