"""Pure rules of files in and out."""
