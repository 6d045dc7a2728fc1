"""How each dataset in sample_data/ is made from the package it comes in."""
