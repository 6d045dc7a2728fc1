"""Attributions: ours beside those of captum, shap and shapiq, asked the same question of the same network.

Import its modules: those of the libraries are loaded only by the adapter that needs them.
"""
