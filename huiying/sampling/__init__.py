"""抽查: samples that nobody who is checked can foresee, drawn, assigned, checked blind, counted."""
