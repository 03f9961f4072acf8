"""People from HR's and agencies' files."""
