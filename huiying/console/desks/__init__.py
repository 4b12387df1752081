"""The desks that work through lists of cases."""
