"""督办: reminders that climb a ladder, an inbox for everybody, supervision orders with letters."""
