"""Notices 通知: telling people by mail and SMS, with a link to the thing and the next act."""
