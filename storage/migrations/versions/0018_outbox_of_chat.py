"""What a chat has waiting is found by lane and state too: a claim read all of it (storage.outbox_statements)."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UNFINISHED = {"sqlite_where": sa.text("state < 2"), "postgresql_where": sa.text("state < 2")}


def upgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_unfinished', **UNFINISHED)
        batch_op.create_index('ix_outbox_of_chat', ['chat_key', 'lane', 'id', 'state'], unique=False, **UNFINISHED)


def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_of_chat', **UNFINISHED)
        batch_op.create_index('ix_outbox_unfinished', ['chat_key', 'id'], unique=False, **UNFINISHED)
