"""Benchmarks: real servers, real databases, durable commits; every figure beside a limit."""
