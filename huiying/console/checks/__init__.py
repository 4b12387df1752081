"""抽查 at the desk: tasks for a telephone outdoors, plans, what came of them."""
