"""The board of common problems, and one problem with its evidence."""
