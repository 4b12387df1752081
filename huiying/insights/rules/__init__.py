"""Pure rules of insight: reading a message, learning from cases, common problems. No Django."""
