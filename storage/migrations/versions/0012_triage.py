"""Duplicates, the history of the registry, learnt words, indexes of the staff's queue (storage.tables_triage)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('merged_cases',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('main_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_merged_cases'))
    )
    op.create_index(op.f('ix_merged_cases_main_id'), 'merged_cases', ['main_id'], unique=False)
    op.create_table('agency_changes',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('batch', sa.String(length=32), nullable=False),
    sa.Column('deed', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('before', JSON, nullable=True),
    sa.Column('after', JSON, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('undoes', sa.String(length=32), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_changes'))
    )
    op.create_index(op.f('ix_agency_changes_batch'), 'agency_changes', ['batch'], unique=False)
    op.create_index(op.f('ix_agency_changes_agency_id'), 'agency_changes', ['agency_id'], unique=False)
    op.create_table('learned_words',
    sa.Column('mark', sa.String(length=32), nullable=False),
    sa.Column('alias', sa.String(length=128), nullable=True),
    sa.Column('concept', sa.String(length=64), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('mark', name=op.f('pk_learned_words'))
    )
    op.add_column('agencies', sa.Column('ends_on', sa.Date(), nullable=True))
    op.create_index('ix_complaints_filed', 'complaints', ['filed_at'], unique=False)
    op.create_index('ix_complaints_open', 'complaints', ['due_at'], unique=False, sqlite_where=sa.text('is_open = 1'), postgresql_where=sa.text('is_open'))


def downgrade() -> None:
    op.drop_index('ix_complaints_open', table_name='complaints', sqlite_where=sa.text('is_open = 1'), postgresql_where=sa.text('is_open'))
    op.drop_index('ix_complaints_filed', table_name='complaints')
    op.drop_column('agencies', 'ends_on')
    op.drop_table('learned_words')
    op.drop_index(op.f('ix_agency_changes_agency_id'), table_name='agency_changes')
    op.drop_index(op.f('ix_agency_changes_batch'), table_name='agency_changes')
    op.drop_table('agency_changes')
    op.drop_index(op.f('ix_merged_cases_main_id'), table_name='merged_cases')
    op.drop_table('merged_cases')
