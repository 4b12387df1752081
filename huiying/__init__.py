"""Huiying 回应: the city answers. Software for a hotline where no case is lost (接诉即办)."""

__version__ = "0.1.0"
