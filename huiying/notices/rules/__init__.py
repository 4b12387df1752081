"""Pure rules of notices: when one may be sent, what it says."""
