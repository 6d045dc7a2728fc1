"""Attribution: one question about a network, put to shapviz, captum, SHAP and shapiq."""

from shapviz.ui.attribution.page import render

render()
