"""Identities, deliveries, parked answers, opt-ins, join codes (storage.tables_whatsapp says what each is for)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('identities',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=True),
    sa.Column('heard_at', sa.BigInteger(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identities'))
    )
    op.create_index(op.f('ix_identities_chat_key'), 'identities', ['chat_key'], unique=False)
    op.create_index('ix_identities_now', 'identities', ['key'], unique=True,
                    sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
    op.create_table('deliveries',
    sa.Column('external_key', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('outbox_id', BIG, nullable=True),
    sa.Column('part', sa.SmallInteger(), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('state', sa.SmallInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.Integer(), nullable=True),
    sa.Column('billable', sa.Boolean(), nullable=True),
    sa.Column('category', sa.String(length=32), nullable=True),
    sa.Column('template', sa.String(length=64), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('external_key', name=op.f('pk_deliveries'))
    )
    op.create_index(op.f('ix_deliveries_outbox_id'), 'deliveries', ['outbox_id'], unique=False)
    op.create_index(op.f('ix_deliveries_case_id'), 'deliveries', ['case_id'], unique=False)
    op.create_index('ix_deliveries_of_chat', 'deliveries', ['chat_key', 'at'], unique=False)
    op.create_table('parked',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('bubble', sa.String(length=32), nullable=True),
    sa.Column('template', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parked'))
    )
    op.create_index(op.f('ix_parked_chat_key'), 'parked', ['chat_key'], unique=False)
    op.create_table('opt_ins',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('choice', sa.String(length=8), nullable=False),
    sa.Column('wording', sa.String(length=32), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opt_ins'))
    )
    op.create_index(op.f('ix_opt_ins_chat_key'), 'opt_ins', ['chat_key'], unique=False)
    op.create_table('join_codes',
    sa.Column('code_key', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('other_key', sa.String(length=32), nullable=True),
    sa.Column('agreed', sa.SmallInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('code_key', name=op.f('pk_join_codes'))
    )
    op.create_index(op.f('ix_join_codes_chat_key'), 'join_codes', ['chat_key'], unique=False)


def downgrade() -> None:
    for table in ('join_codes', 'opt_ins', 'parked', 'deliveries', 'identities'):
        op.drop_table(table)
