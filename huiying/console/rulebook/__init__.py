"""Pages of the dispatch rules: editions, a draft under work, trying it, publishing it."""
