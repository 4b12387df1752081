"""What holds in the knowledge base, without Django: states, differences, words that weigh."""
