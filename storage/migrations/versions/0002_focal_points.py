"""Focal points, the history of each, and one-time invites (storage.tables_people says what each is for)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table('focal_point_changes',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('focal_point_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('event', sa.String(length=32), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_focal_point_changes'))
    )
    op.create_index(op.f('ix_focal_point_changes_focal_point_id'), 'focal_point_changes', ['focal_point_id'], unique=False)
    op.create_table('focal_points',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('start', sa.Date(), nullable=False),
    sa.Column('end', sa.Date(), nullable=True),
    sa.Column('deputy_of', sa.String(length=32), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('person_key', sa.String(length=32), nullable=True),
    sa.Column('chat_key', sa.String(length=32), nullable=True),
    sa.Column('marks', JSON, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_focal_points'))
    )
    op.create_index(op.f('ix_focal_points_agency_id'), 'focal_points', ['agency_id'], unique=False)
    op.create_index(op.f('ix_focal_points_end'), 'focal_points', ['end'], unique=False)
    op.create_index(op.f('ix_focal_points_person_key'), 'focal_points', ['person_key'], unique=False)
    op.create_table('invites',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('focal_point_id', sa.String(length=32), nullable=True),
    sa.Column('by_person', sa.String(length=32), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('used_at', sa.BigInteger(), nullable=True),
    sa.Column('used_by', sa.String(length=32), nullable=True),
    sa.Column('revoked', sa.Boolean(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invites')),
    sa.UniqueConstraint('token', name=op.f('uq_invites_token'))
    )
    op.create_index(op.f('ix_invites_by_person'), 'invites', ['by_person'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_invites_by_person'), table_name='invites')
    op.drop_table('invites')
    op.drop_index(op.f('ix_focal_points_person_key'), table_name='focal_points')
    op.drop_index(op.f('ix_focal_points_end'), table_name='focal_points')
    op.drop_index(op.f('ix_focal_points_agency_id'), table_name='focal_points')
    op.drop_table('focal_points')
    op.drop_index(op.f('ix_focal_point_changes_focal_point_id'), table_name='focal_point_changes')
    op.drop_table('focal_point_changes')
