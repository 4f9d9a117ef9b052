"""What a person or the clock may ask for: one function each, in the caller's transaction."""
