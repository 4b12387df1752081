"""The desk of missed calls: whom to call back."""
