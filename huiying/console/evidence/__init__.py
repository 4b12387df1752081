"""证据核对 at the desk: doubts, the two pictures side by side, a decision with its reason."""
