"""Recaps and exports that wait to be made, and tracking ids of LAPOR (storage.tables_recap)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table('recap_orders',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('thread', sa.String(length=64), nullable=True),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('asks', JSON, nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('tries', sa.SmallInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recap_orders'))
    )
    op.create_index('ix_recap_orders_asked_at', 'recap_orders', ['asked_at'], unique=False)
    op.create_table('lapor_ids',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('noted_at', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_lapor_ids'))
    )


def downgrade() -> None:
    op.drop_table('lapor_ids')
    op.drop_table('recap_orders')
