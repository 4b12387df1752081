"""The desk where files come in."""
