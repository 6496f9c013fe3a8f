"""What Alembic runs: the migrations, on the connection and in the transaction that it was given."""

from alembic import context

from copydesk.db.metadata import metadata

__all__: list[str] = []

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
