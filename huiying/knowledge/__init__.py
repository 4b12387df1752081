"""The knowledge base 知识库: what the hotline may say, whose word it is, how long it holds."""
