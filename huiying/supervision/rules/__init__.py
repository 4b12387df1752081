"""Pure rules of supervision: the ladder of reminders."""
