"""The database: everything of SQLAlchemy. Nothing of it leaves this layer but frozen rows of `model.rows`."""
