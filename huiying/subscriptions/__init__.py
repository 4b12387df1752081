"""Residents follow an area or a public case by mail; nothing but public facts is sent."""
