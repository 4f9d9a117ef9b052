"""What is kept and how it is asked for; SQLAlchemy on SQLite and PostgreSQL."""
