"""A risk assessment of invented people, beside experts'. Pure: no table, no clock."""
