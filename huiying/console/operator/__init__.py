"""The operator's desk: a voice comes in."""
