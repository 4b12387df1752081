"""外部平台: passing a case on to a foreign server, what became of it, which servers there are."""
