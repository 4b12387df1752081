"""模型: what the system has learned from cases, for administrators."""
