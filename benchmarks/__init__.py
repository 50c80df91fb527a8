"""Measurements that choose between alternatives, side by side in one run."""
