"""What Alembic runs: the migrations, on the connection and in the transaction that it was given."""

from alembic import context

__all__: list[str] = []

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
