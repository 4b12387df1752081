"""会商调度 at the desk: topics, meetings with minutes, measures with their lights."""
