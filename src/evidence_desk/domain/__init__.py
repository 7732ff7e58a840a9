"""What a dispute is. Values and rules only: no files, no clock, no third-party package."""
