-- What DING and notices are made of: which stored events carry one, and what was said about it since.
-- Kept by the projection "announcements"; whether a block acts stands in `verdict`.

-- One copy of an announcement, known by (sender, kind, id).
CREATE TABLE announcement (
    event INTEGER PRIMARY KEY REFERENCES event(id),
    room INTEGER NOT NULL REFERENCES room(id),
    event_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ding', 'notice')),
    id TEXT NOT NULL,
    ts INTEGER NOT NULL,
    whole INTEGER NOT NULL DEFAULT 0             -- 1: what relates to it was fetched, nothing missed since
) STRICT;
CREATE INDEX announcement_of ON announcement(sender, kind, id);
CREATE INDEX announcement_by_time ON announcement(kind, ts);
CREATE INDEX announcement_in ON announcement(room);
CREATE INDEX announcement_doubtful ON announcement(ts) WHERE whole = 0;

-- Who confirmed a copy, by the reaction ✅ ('tap') or with a signature beside it ('sign').
-- Some come before their copy, some are fetched and stand in no timeline.
CREATE TABLE confirmation (
    copy TEXT NOT NULL,                          -- event id of the copy
    event_id TEXT NOT NULL,
    room INTEGER NOT NULL REFERENCES room(id),
    user_id TEXT NOT NULL,
    ts INTEGER NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('tap', 'sign')),
    signature BLOB,                              -- JSON
    PRIMARY KEY (copy, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmation_event ON confirmation(event_id);

-- Reminders ('remind': seq ≥ 1) and withdrawals.
CREATE TABLE announcement_note (
    event_id TEXT PRIMARY KEY,
    event INTEGER,                               -- event.id; NULL when it was fetched alone
    room INTEGER NOT NULL REFERENCES room(id),
    type TEXT NOT NULL CHECK (type IN ('remind', 'withdraw')),
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,                        -- of the note
    about TEXT NOT NULL,                         -- sender of the announcement
    id TEXT NOT NULL,                            -- of the announcement
    seq INTEGER NOT NULL DEFAULT 0,
    ts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_note_of ON announcement_note(about, kind, id);
