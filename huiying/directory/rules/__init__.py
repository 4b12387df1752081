"""Pure rules about codes and limits."""
