"""The Streamlit app: pages arrange, everything they show is computed elsewhere. Never imports torch."""
