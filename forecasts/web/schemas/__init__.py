"""The shape of what people hand in: no database, no user."""
