"""Past cases from elsewhere, and an index for what repeats (storage.tables_past says what for)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('past_cases',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('topic', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=16), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_cases'))
    )
    op.create_index('ix_past_cases_of_matter', 'past_cases', ['agency_id', 'topic', 'filed_on'])
    op.create_index('ix_past_cases_source', 'past_cases', ['source'])
    op.create_index('ix_complaints_of_matter', 'complaints', ['agency_id', 'topic', 'filed_at', 'resolution'])


def downgrade() -> None:
    op.drop_index('ix_complaints_of_matter', table_name='complaints')
    op.drop_table('past_cases')
