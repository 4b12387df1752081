"""The composition root: settings, addresses, processes, command line."""
