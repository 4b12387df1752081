"""Whistle and report 吹哨报到 at the desk."""
