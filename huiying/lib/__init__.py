"""Pure Python: no Django here, no database, no clock."""
