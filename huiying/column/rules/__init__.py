"""What holds in the column, without Django: its states, boxes over pictures, small numbers."""
