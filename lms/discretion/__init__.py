"""Does this text point at a child? Pure: no table, no clock. docs/discretion.md says how."""
