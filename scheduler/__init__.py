"""The clock: what ticks, and how often."""
