"""Pure rules of consultation: states of topics and meetings, the light of a measure."""
