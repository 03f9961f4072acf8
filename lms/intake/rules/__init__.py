"""What the rows of a list say, and what follows from them; pure."""
