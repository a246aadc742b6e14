"""Papers taken in for people without a chat (storage.tables_staff says what for)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('papers',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('code_key', sa.String(length=32), nullable=False),
    sa.Column('code_until', sa.BigInteger(), nullable=False),
    sa.Column('claimed_at', sa.BigInteger(), nullable=True),
    sa.Column('claimed_by', sa.String(length=32), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_papers')),
    sa.UniqueConstraint('code_key', name=op.f('uq_papers_code_key'))
    )


def downgrade() -> None:
    op.drop_table('papers')
