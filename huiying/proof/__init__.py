"""A code that is sent to a phone or address and comes back proves whose it is."""
