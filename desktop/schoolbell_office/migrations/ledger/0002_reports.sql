-- What became of SMS and calls is told to the sender of the DING in staff rooms, a batch at a time.

ALTER TABLE errand ADD COLUMN report INTEGER;    -- the first report that tells of it; NULL: none yet, 0: nothing to tell
CREATE INDEX errand_untold ON errand(due_ms) WHERE report IS NULL AND state != 'open';

-- One event of type org.schoolbell.delivery: kept as it is, so that it is the same at every try.
CREATE TABLE report (
    sender TEXT NOT NULL,                        -- of the DING
    id TEXT NOT NULL,
    number INTEGER NOT NULL,                     -- from 1, for each DING
    room_id TEXT NOT NULL,
    content BLOB NOT NULL,                       -- JSON: who, what became of it; no numbers
    made_ms INTEGER NOT NULL,
    sent_ms INTEGER,                             -- NULL: the server does not have it yet
    PRIMARY KEY (sender, id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_unsent ON report(made_ms) WHERE sent_ms IS NULL;
