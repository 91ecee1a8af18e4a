"""Statistics that SQL can't do well, as lookup tables that SQL joins."""
