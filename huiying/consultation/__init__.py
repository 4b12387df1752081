"""会商调度: hard matters on an agenda, meetings with minutes, decisions, measures with owners."""
