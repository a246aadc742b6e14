"""Notices to many, their results, and the pace of a token (storage.tables_broadcast says what each is for)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table('broadcasts',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('audience', JSON, nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('cursor', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('begins_at', sa.BigInteger(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('shown_at', sa.BigInteger(), nullable=True),
    sa.Column('reported_at', sa.BigInteger(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_broadcasts'))
    )
    op.create_index('ix_broadcasts_live', 'broadcasts', ['begins_at'], unique=False, sqlite_where=sa.text('reported_at IS NULL'), postgresql_where=sa.text('reported_at IS NULL'))
    op.create_table('broadcast_recipients',
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('broadcast_id', sa.String(length=32), nullable=False),
    sa.Column('state', sa.SmallInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('chat_key', 'broadcast_id', name=op.f('pk_broadcast_recipients'))
    )
    op.create_index('ix_broadcast_recipients_state', 'broadcast_recipients', ['broadcast_id', 'state'], unique=False)
    op.create_table('buckets',
    sa.Column('name', sa.String(length=96), nullable=False),
    sa.Column('tokens', sa.Float(), nullable=False),
    sa.Column('bulk', sa.Float(), nullable=False),
    sa.Column('recent', JSON, nullable=False),
    sa.Column('refilled_at', sa.BigInteger(), nullable=False),
    sa.Column('others_at', sa.BigInteger(), nullable=False),
    sa.Column('quiet_until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_buckets'))
    )


def downgrade() -> None:
    op.drop_table('buckets')
    op.drop_table('broadcast_recipients')
    op.drop_table('broadcasts')
