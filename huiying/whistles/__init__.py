"""Whistle and report 吹哨报到: a street calls departments together; both sides are assessed."""
