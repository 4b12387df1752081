"""Pure rules of sampling: who and what is drawn."""
