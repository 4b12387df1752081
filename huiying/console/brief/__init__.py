"""The weekly brief 周报."""
