"""Agencies' own channels and their checklist (storage.tables_profile)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agency_channels',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('address', sa.String(length=256), nullable=False),
    sa.Column('hours', sa.String(length=256), nullable=False),
    sa.Column('broken_on', sa.Date(), nullable=True),
    sa.Column('edited_by', sa.String(length=64), nullable=False),
    sa.Column('edited_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', 'kind', 'address', name=op.f('pk_agency_channels'))
    )
    op.create_table('agency_checklist',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('item', sa.String(length=16), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('edited_by', sa.String(length=64), nullable=False),
    sa.Column('edited_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', 'item', name=op.f('pk_agency_checklist'))
    )


def downgrade() -> None:
    op.drop_table('agency_checklist')
    op.drop_table('agency_channels')
