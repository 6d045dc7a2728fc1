"""What methods of attribution say of one network: figures, tables and words for the Attribution page."""
