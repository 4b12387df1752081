"""Pure rules of proof: what a code is, what can be sent to."""
