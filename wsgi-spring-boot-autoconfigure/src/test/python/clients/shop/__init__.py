"""What Java code calls."""
