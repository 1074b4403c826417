"""Alembic's environment: the program hands over its connection; developers use pyproject."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import create_engine

connection = context.config.attributes.get("connection")
if connection is not None:
    context.configure(connection=connection, transactional_ddl=True)
    context.run_migrations()
else:
    engine = create_engine(os.environ.get("TRACKER_DEV_URL", "sqlite://"))
    metadata = context.config.attributes.get("metadata")
    with engine.connect() as own:
        context.configure(connection=own, target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations()
