"""Figures from records, the same in app, notebook and report: no I/O, no Streamlit, no global template."""
