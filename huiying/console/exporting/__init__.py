"""Files out: long lists written in the background, found again until they expire."""
