"""Who must complete what, and by when."""
