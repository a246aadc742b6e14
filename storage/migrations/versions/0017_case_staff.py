"""Who of staff has a case in hand (storage.tables_triage), where they are told, and what was sent by time."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_staff',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('person', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_case_staff'))
    )
    with op.batch_alter_table('case_staff', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_staff_person'), ['person'], unique=False)

    with op.batch_alter_table('staff_people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chat_key', sa.String(length=32), nullable=True))

    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliveries_at'), ['at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliveries_at'))

    with op.batch_alter_table('staff_people', schema=None) as batch_op:
        batch_op.drop_column('chat_key')

    op.drop_table('case_staff')
