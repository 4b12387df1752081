"""Pure rules of evidence: what raises a doubt, and from where on."""
