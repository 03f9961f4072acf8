"""New DSLs and the experienced ones who help them into the role: who with whom, and the year."""
