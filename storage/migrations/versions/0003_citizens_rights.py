"""Links of counters, talks with staff, exports, erasures, and the indexes erasing needs (storage.tables_citizen)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table('erasures',
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('ghost', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('groups', JSON, nullable=False),
    sa.Column('cursor', sa.String(length=32), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('chat_key', name=op.f('pk_erasures'))
    )
    op.create_index(op.f('ix_erasures_due_at'), 'erasures', ['due_at'], unique=False)
    op.create_table('expiring_files',
    sa.Column('file_key', sa.String(length=64), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=True),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('file_key', name=op.f('pk_expiring_files'))
    )
    op.create_index(op.f('ix_expiring_files_chat_key'), 'expiring_files', ['chat_key'], unique=False)
    op.create_index(op.f('ix_expiring_files_due_at'), 'expiring_files', ['due_at'], unique=False)
    op.create_table('exports',
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('chat_key', name=op.f('pk_exports'))
    )
    op.create_table('links',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('used_at', sa.BigInteger(), nullable=True),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_links')),
    sa.UniqueConstraint('token', name=op.f('uq_links_token'))
    )
    op.create_index(op.f('ix_links_agency_id'), 'links', ['agency_id'], unique=False)
    op.create_table('staff_talks',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('last_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_talks'))
    )
    op.create_index(op.f('ix_staff_talks_chat_key'), 'staff_talks', ['chat_key'], unique=False)
    op.create_index('ix_attachments_file', 'attachments', ['file_key'], unique=False)
    op.create_index('ix_bubbles_of_case', 'bubbles', ['case_id'], unique=False, sqlite_where=sa.text('case_id IS NOT NULL'), postgresql_where=sa.text('case_id IS NOT NULL'))
    op.create_index('ix_chats_seen', 'chats', ['seen_at'], unique=False)
    op.create_index(op.f('ix_matches_at'), 'matches', ['at'], unique=False)
    op.create_index('ix_outbox_of_case', 'outbox', ['case_id'], unique=False, sqlite_where=sa.text('case_id IS NOT NULL'), postgresql_where=sa.text('case_id IS NOT NULL'))


def downgrade() -> None:
    op.drop_index('ix_outbox_of_case', table_name='outbox', sqlite_where=sa.text('case_id IS NOT NULL'), postgresql_where=sa.text('case_id IS NOT NULL'))
    op.drop_index(op.f('ix_matches_at'), table_name='matches')
    op.drop_index('ix_chats_seen', table_name='chats')
    op.drop_index('ix_bubbles_of_case', table_name='bubbles', sqlite_where=sa.text('case_id IS NOT NULL'), postgresql_where=sa.text('case_id IS NOT NULL'))
    op.drop_index('ix_attachments_file', table_name='attachments')
    op.drop_index(op.f('ix_staff_talks_chat_key'), table_name='staff_talks')
    op.drop_table('staff_talks')
    op.drop_index(op.f('ix_links_agency_id'), table_name='links')
    op.drop_table('links')
    op.drop_table('exports')
    op.drop_index(op.f('ix_expiring_files_due_at'), table_name='expiring_files')
    op.drop_index(op.f('ix_expiring_files_chat_key'), table_name='expiring_files')
    op.drop_table('expiring_files')
    op.drop_index(op.f('ix_erasures_due_at'), table_name='erasures')
    op.drop_table('erasures')
