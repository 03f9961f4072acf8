"""Words that every floor shares; imports nothing of ours."""
