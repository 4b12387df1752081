"""Snapshots of what happened as Parquet files, for analysis beside the running system."""
