"""The desk of the knowledge base: find, read, write, look at again."""
