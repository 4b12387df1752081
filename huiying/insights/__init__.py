"""Insight: what people are really raising, from thousands of voices to a few problems."""
