"""The telephone: calls as the exchange tells them, the operator's screen, who is called back."""
