"""提醒: what somebody was told, and the way to it."""
