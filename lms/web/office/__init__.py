"""Pages for HR and the people who run the site."""
