"""Attributions inside one modality of one sample: its pixels, cells of its spectrogram, words, spans or columns."""
