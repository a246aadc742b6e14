"""Partners of joint cases and answer templates (storage.tables_desk says what each is for)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answer_templates',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', 'name', name=op.f('pk_answer_templates'))
    )
    op.create_table('case_partners',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'agency_id', name=op.f('pk_case_partners'))
    )
    op.create_index(op.f('ix_case_partners_agency_id'), 'case_partners', ['agency_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_case_partners_agency_id'), table_name='case_partners')
    op.drop_table('case_partners')
    op.drop_table('answer_templates')
