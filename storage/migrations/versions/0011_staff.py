"""Staff people and the code that makes an owner (storage.tables_staff says what each is for)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_people',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('standing', sa.String(length=16), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_staff_people'))
    )
    op.create_table('owner_codes',
    sa.Column('code_key', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('code_key', name=op.f('pk_owner_codes'))
    )


def downgrade() -> None:
    op.drop_table('owner_codes')
    op.drop_table('staff_people')
