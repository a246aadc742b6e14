"""Agencies' own rules and dossiers for the Ombudsman (storage.tables_escalation says what each is for)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table('agency_rules',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('days', JSON, nullable=False),
    sa.Column('hours', JSON, nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.Column('edited_by', sa.String(length=64), nullable=False),
    sa.Column('edited_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', name=op.f('pk_agency_rules'))
    )
    op.create_table('dossiers',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('begun_at', sa.BigInteger(), nullable=False),
    sa.Column('consent_version', sa.String(length=32), nullable=True),
    sa.Column('consented_at', sa.BigInteger(), nullable=True),
    sa.Column('accepted_at', sa.BigInteger(), nullable=True),
    sa.Column('withdrawn_at', sa.BigInteger(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_dossiers'))
    )
    op.create_index(op.f('ix_dossiers_chat_key'), 'dossiers', ['chat_key'], unique=False)


def downgrade() -> None:
    op.drop_table('dossiers')
    op.drop_table('agency_rules')
