"""Rules of an agency by the moment they began: open cases keep the date they were promised."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table('agency_rule_versions',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('days', JSON, nullable=False),
    sa.Column('hours', JSON, nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.Column('edited_by', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', 'since', name=op.f('pk_agency_rule_versions'))
    )
    # Until now a rule counted for every open case: it goes on as if it had always been there.
    op.execute(
        "INSERT INTO agency_rule_versions (agency_id, since, days, hours, zone, edited_by) "
        "SELECT agency_id, 0, days, hours, zone, edited_by FROM agency_rules"
    )
    op.drop_table('agency_rules')


def downgrade() -> None:
    op.create_table('agency_rules',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('days', JSON, nullable=False),
    sa.Column('hours', JSON, nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.Column('edited_by', sa.String(length=64), nullable=False),
    sa.Column('edited_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', name=op.f('pk_agency_rules'))
    )
    op.execute(
        "INSERT INTO agency_rules (agency_id, days, hours, zone, edited_by, edited_at) "
        "SELECT agency_id, days, hours, zone, edited_by, since FROM agency_rule_versions v "
        "WHERE since = (SELECT MAX(since) FROM agency_rule_versions w WHERE w.agency_id = v.agency_id)"
    )
    op.drop_table('agency_rule_versions')
