"""Pages of mentors, and of those who are mentored."""
