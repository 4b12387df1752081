"""Demo generator: an invented district that runs through the real verbs."""
