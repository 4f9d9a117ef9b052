"""Words about time in, the last day on which a claim can still come true out."""
