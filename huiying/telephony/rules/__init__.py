"""What holds about calls, without Django: signatures, what an exchange tells, states."""
