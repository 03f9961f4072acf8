"""Questions: how they are drawn and marked. Pure: no table, no clock."""
