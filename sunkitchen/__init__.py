"""Wires: the command, the settings, the box. The only place that builds everything."""
