-- Found by variants of characters, by sender and by file: the index is built anew by store.indexing.
-- `marks` holds one word for the room, one for the sender, one for files. One letter alone is looked up too.

DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(
    body, marks, content = '', prefix = '1', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO meta (key, value) SELECT 'search/floor', '9223372036854775807' WHERE EXISTS (SELECT 1 FROM event)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
DELETE FROM meta WHERE key = 'search';
