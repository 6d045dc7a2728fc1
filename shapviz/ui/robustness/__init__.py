"""The Robustness page: drop a modality, corrupt an input, and watch what breaks."""
