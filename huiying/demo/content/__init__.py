"""Invented content of the demo district 青禾区: pure Python, deterministic under a seed.

Every name, sentence and code is made up; the figures of deadlines are indicative configuration.
"""
