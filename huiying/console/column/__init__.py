"""The column's desk: issues, their photos, the comments that wait to be read."""
