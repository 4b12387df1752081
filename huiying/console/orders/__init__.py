"""督办单 at the desk: issued, answered, judged, printed as a letter."""
