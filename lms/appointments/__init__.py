"""Who is designated safeguarding lead (DSL) or deputy where, since when, and how well trained."""
