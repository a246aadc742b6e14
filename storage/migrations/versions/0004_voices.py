"""Ratings, supporters and nudges of drafts (storage.tables_voices says what each is for)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft_nudges',
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('draft_id', sa.String(length=64), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('chat_key', name=op.f('pk_draft_nudges'))
    )
    op.create_index(op.f('ix_draft_nudges_due_at'), 'draft_nudges', ['due_at'], unique=False)
    op.create_table('ratings',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('stars', sa.SmallInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_ratings'))
    )
    op.create_index(op.f('ix_ratings_chat_key'), 'ratings', ['chat_key'], unique=False)
    op.create_table('supporters',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'chat_key', name=op.f('pk_supporters'))
    )
    op.create_index('ix_supporters_of_chat', 'supporters', ['chat_key'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_supporters_of_chat', table_name='supporters')
    op.drop_table('supporters')
    op.drop_index(op.f('ix_ratings_chat_key'), table_name='ratings')
    op.drop_table('ratings')
    op.drop_index(op.f('ix_draft_nudges_due_at'), table_name='draft_nudges')
    op.drop_table('draft_nudges')
