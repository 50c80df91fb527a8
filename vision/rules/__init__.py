"""What turns looks into violations."""
