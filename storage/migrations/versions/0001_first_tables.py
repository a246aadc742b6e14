"""The first tables: inbox, chats, cases, outbox, registry, desks, audit (storage.tables says what each is for)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def _hot_key(table: str, owner: str) -> sa.PrimaryKeyConstraint:
    """The id, and with it the chat or case, by which PostgreSQL can be distributed; SQLite numbers rows
    by itself only where the id is the key alone."""
    columns = ("id", owner) if op.get_context().dialect.name == "postgresql" else ("id",)
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    op.create_table('agencies',
    sa.Column('id', sa.String(length=128), nullable=False),
    sa.Column('name', sa.String(length=256), nullable=False),
    sa.Column('short', sa.String(length=128), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('region', sa.String(length=13), nullable=False),
    sa.Column('parent', sa.String(length=128), nullable=True),
    sa.Column('concept', sa.String(length=64), nullable=True),
    sa.Column('proper', sa.String(length=128), nullable=True),
    sa.Column('aliases', JSON, nullable=False),
    sa.Column('former', JSON, nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('edited_by', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agencies'))
    )
    op.create_index(op.f('ix_agencies_parent'), 'agencies', ['parent'], unique=False)
    op.create_table('attachments',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('mime', sa.Text(), nullable=True),
    sa.Column('size', BIG, nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('file_key', sa.String(length=64), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('tries', sa.SmallInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('album', sa.String(length=128), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments'))
    )
    op.create_index(op.f('ix_attachments_case_id'), 'attachments', ['case_id'], unique=False)
    op.create_index('ix_attachments_of_chat', 'attachments', ['chat_key', 'received_at'], unique=False)
    op.create_index('ix_attachments_todo', 'attachments', ['due_at'], unique=False, sqlite_where=sa.text("state = 'todo'"), postgresql_where=sa.text("state = 'todo'"))
    op.create_table('audit',
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('event', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', 'seq', name=op.f('pk_audit'))
    )
    op.create_index('ix_audit_at', 'audit', ['at'], unique=False)
    op.create_table('bubbles',
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('external_key', sa.String(length=32), nullable=False),
    sa.Column('ref', sa.String(length=255), nullable=True),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('sent_at', sa.BigInteger(), nullable=False),
    sa.Column('part', sa.SmallInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('chat_key', 'external_key', name=op.f('pk_bubbles'))
    )
    op.create_index('ix_bubbles_of_ref', 'bubbles', ['chat_key', 'ref', 'sent_at'], unique=False)
    op.create_table('chat_locks',
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('chat_key', name=op.f('pk_chat_locks'))
    )
    op.create_table('chats',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('reachable', sa.Boolean(), nullable=False),
    sa.Column('notices', sa.Boolean(), nullable=False),
    sa.Column('consent_version', sa.String(length=32), nullable=True),
    sa.Column('consent_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.BigInteger(), nullable=False),
    sa.Column('person', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_chats'))
    )
    op.create_table('complaints',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('resolution', sa.String(length=32), nullable=True),
    sa.Column('escalation', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('topic', sa.String(length=64), nullable=True),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=True),
    sa.Column('agency_id', sa.String(length=128), nullable=True),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('draft_id', sa.String(length=64), nullable=False),
    sa.Column('filed_at', sa.BigInteger(), nullable=False),
    sa.Column('forwarded_at', sa.BigInteger(), nullable=True),
    sa.Column('first_response_at', sa.BigInteger(), nullable=True),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('deadlines', JSON, nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=True),
    sa.Column('attachments', JSON, nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('reporter', sa.LargeBinary(), nullable=False),
    sa.Column('story', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaints')),
    sa.UniqueConstraint('draft_id', name=op.f('uq_complaints_draft_id')),
    sa.UniqueConstraint('number', name=op.f('uq_complaints_number'))
    )
    op.create_index('ix_complaints_of_agency', 'complaints', ['agency_id', 'is_open', 'due_at'], unique=False)
    op.create_index('ix_complaints_of_chat', 'complaints', ['chat_key', 'filed_at'], unique=False)
    op.create_index('ix_complaints_unassigned', 'complaints', ['filed_at'], unique=False, sqlite_where=sa.text("status = 'received'"), postgresql_where=sa.text("status = 'received'"))
    op.create_table('desks',
    sa.Column('agency_id', sa.String(length=128), nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('reachable', sa.Boolean(), nullable=False),
    sa.Column('bound_at', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', 'chat_key', name=op.f('pk_desks'))
    )
    op.create_index('ix_desks_of_chat', 'desks', ['chat_key'], unique=False)
    op.create_table('entries',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('action', sa.String(length=32), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('actor_agency', sa.String(length=128), nullable=True),
    sa.Column('before', sa.String(length=32), nullable=True),
    sa.Column('after', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=128), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    _hot_key('entries', 'case_id')
    )
    op.create_index('ix_entries_of_case', 'entries', ['case_id', 'id'], unique=False)
    op.create_table('inbox',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('event_key', sa.String(length=32), nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.SmallInteger(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('error', sa.LargeBinary(), nullable=True),
    _hot_key('inbox', 'chat_key'),
    sa.UniqueConstraint('chat_key', 'event_key', name=op.f('uq_inbox_chat_key_event_key'))
    )
    op.create_index('ix_inbox_dead', 'inbox', ['id'], unique=False, sqlite_where=sa.text('state = 2'), postgresql_where=sa.text('state = 2'))
    op.create_index('ix_inbox_waiting', 'inbox', ['id'], unique=False, sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
    op.create_index('ix_inbox_waiting_of_chat', 'inbox', ['chat_key', 'id'], unique=False, sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
    op.create_table('matches',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('offered', JSON, nullable=False),
    sa.Column('chosen', sa.String(length=128), nullable=True),
    sa.Column('mention', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matches'))
    )
    op.create_table('meta',
    sa.Column('name', sa.String(length=128), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_meta'))
    )
    op.create_table('outbox',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('chat_key', sa.String(length=32), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=96), nullable=False),
    sa.Column('lane', sa.SmallInteger(), nullable=False),
    sa.Column('action', sa.String(length=32), nullable=False),
    sa.Column('ref', sa.String(length=255), nullable=True),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('bubble', sa.String(length=32), nullable=True),
    sa.Column('dedup', sa.String(length=255), nullable=True),
    sa.Column('on_ambiguous', sa.String(length=32), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('begins_at', sa.BigInteger(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.SmallInteger(), nullable=False),
    sa.Column('owner', sa.String(length=64), nullable=True),
    sa.Column('lease_until', sa.BigInteger(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('error', sa.LargeBinary(), nullable=True),
    _hot_key('outbox', 'chat_key'),
    sa.UniqueConstraint('chat_key', 'dedup', name=op.f('uq_outbox_chat_key_dedup'))
    )
    op.create_index('ix_outbox_dead', 'outbox', ['id'], unique=False, sqlite_where=sa.text('state = 3'), postgresql_where=sa.text('state = 3'))
    op.create_index('ix_outbox_leased', 'outbox', ['lease_until'], unique=False, sqlite_where=sa.text('state = 1'), postgresql_where=sa.text('state = 1'))
    op.create_index('ix_outbox_todo', 'outbox', ['account', 'lane', 'due_at', 'id'], unique=False, sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
    op.create_index('ix_outbox_unfinished', 'outbox', ['chat_key', 'id'], unique=False, sqlite_where=sa.text('state < 2'), postgresql_where=sa.text('state < 2'))
    op.create_table('regions',
    sa.Column('code', sa.String(length=13), nullable=False),
    sa.Column('name', sa.String(length=128), nullable=False),
    sa.Column('aliases', JSON, nullable=False),
    sa.Column('zone', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_regions'))
    )
    op.create_table('timers',
    sa.Column('id', BIG, autoincrement=True, nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('rule', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('data', JSON, nullable=False),
    _hot_key('timers', 'case_id')
    )
    op.create_index(op.f('ix_timers_due_at'), 'timers', ['due_at'], unique=False)
    op.create_index('ix_timers_of_case', 'timers', ['case_id'], unique=False)

    if op.get_context().dialect.name == "postgresql":
        # Queue tables change every row several times: room for it on the page, and vacuum soon.
        for table in ("inbox", "outbox", "chats"):
            op.execute(
                f"ALTER TABLE {table} SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02,"
                " autovacuum_analyze_scale_factor = 0.02)"
            )


def downgrade() -> None:
    op.drop_index('ix_timers_of_case', table_name='timers')
    op.drop_index(op.f('ix_timers_due_at'), table_name='timers')
    op.drop_table('timers')
    op.drop_table('regions')
    op.drop_index('ix_outbox_unfinished', table_name='outbox', sqlite_where=sa.text('state < 2'), postgresql_where=sa.text('state < 2'))
    op.drop_index('ix_outbox_todo', table_name='outbox', sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
    op.drop_index('ix_outbox_leased', table_name='outbox', sqlite_where=sa.text('state = 1'), postgresql_where=sa.text('state = 1'))
    op.drop_index('ix_outbox_dead', table_name='outbox', sqlite_where=sa.text('state = 3'), postgresql_where=sa.text('state = 3'))
    op.drop_table('outbox')
    op.drop_table('meta')
    op.drop_table('matches')
    op.drop_index('ix_inbox_waiting_of_chat', table_name='inbox', sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
    op.drop_index('ix_inbox_waiting', table_name='inbox', sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
    op.drop_index('ix_inbox_dead', table_name='inbox', sqlite_where=sa.text('state = 2'), postgresql_where=sa.text('state = 2'))
    op.drop_table('inbox')
    op.drop_index('ix_entries_of_case', table_name='entries')
    op.drop_table('entries')
    op.drop_index('ix_desks_of_chat', table_name='desks')
    op.drop_table('desks')
    op.drop_index('ix_complaints_unassigned', table_name='complaints', sqlite_where=sa.text("status = 'received'"), postgresql_where=sa.text("status = 'received'"))
    op.drop_index('ix_complaints_of_chat', table_name='complaints')
    op.drop_index('ix_complaints_of_agency', table_name='complaints')
    op.drop_table('complaints')
    op.drop_table('chats')
    op.drop_table('chat_locks')
    op.drop_index('ix_bubbles_of_ref', table_name='bubbles')
    op.drop_table('bubbles')
    op.drop_index('ix_audit_at', table_name='audit')
    op.drop_table('audit')
    op.drop_index('ix_attachments_todo', table_name='attachments', sqlite_where=sa.text("state = 'todo'"), postgresql_where=sa.text("state = 'todo'"))
    op.drop_index('ix_attachments_of_chat', table_name='attachments')
    op.drop_index(op.f('ix_attachments_case_id'), table_name='attachments')
    op.drop_table('attachments')
    op.drop_index(op.f('ix_agencies_parent'), table_name='agencies')
    op.drop_table('agencies')
