-- The store's tables, version 4. A change here needs a new SCHEMA in open.rs, and a change in what terms.rs makes of an event does too.
--
-- Offsets count Unicode code points into the text. Days are written twice: as ISO 8601 for people, and as the number 20140616 for
-- indexes (0: not known). Lists that nobody asks for one by one are JSON arrays, NULL when empty.

-- What coded documents: the program, its data with the user's folder over it, the language model.
CREATE TABLE versions (
    version INTEGER PRIMARY KEY,
    program TEXT NOT NULL,
    data TEXT NOT NULL,
    model TEXT NOT NULL,
    UNIQUE (program, data, model)
) STRICT;

-- Reports as they came. `hash` is over all that came; `report` is the document that this one is a copy of, itself when it is no copy.
CREATE TABLE documents (
    doc INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    report INTEGER NOT NULL,
    version INTEGER NOT NULL REFERENCES versions,
    date TEXT,
    title TEXT,
    publisher TEXT,
    url TEXT,
    language TEXT,
    extra TEXT
) STRICT;
CREATE INDEX documents_by_date ON documents (date);
CREATE INDEX documents_by_version ON documents (version);
CREATE INDEX documents_by_report ON documents (report);

CREATE VIEW reports AS SELECT * FROM documents WHERE report = doc;
CREATE VIEW copies AS SELECT * FROM documents WHERE report <> doc;

-- Their words, apart so that documents are quick to run through. `given` is the annotation that a document brought with it.
CREATE TABLE texts (
    doc INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    text TEXT NOT NULL,
    given BLOB
) STRICT;

-- Full-text search over titles and texts: SELECT rowid FROM search WHERE search MATCH 'ceasefire NEAR truce'.
CREATE VIEW contents AS SELECT doc, title, text FROM documents JOIN texts USING (doc);
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content = 'contents', content_rowid = 'doc', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER text_added AFTER INSERT ON texts BEGIN
    INSERT INTO search (rowid, title, text) SELECT doc, title, NEW.text FROM documents WHERE doc = NEW.doc;
END;
CREATE TRIGGER text_removed BEFORE DELETE ON texts BEGIN
    INSERT INTO search (search, rowid, title, text)
        SELECT 'delete', doc, title, OLD.text FROM documents WHERE doc = OLD.doc;
END;

-- Who is mentioned, in text order; mentions of a document with one `chain` are one entity.
CREATE TABLE mentions (
    doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    chain INTEGER NOT NULL,
    members TEXT,
    code TEXT,
    sector TEXT,
    more_sectors TEXT,
    name TEXT,
    office TEXT,
    PRIMARY KEY (doc, number)
) STRICT, WITHOUT ROWID;

-- Event mentions. A record's id is its document's, a colon and `number`; mentions of a document with one `link` are of one happening,
-- so far as the document itself tells; what happenings they are across documents stands in happenings.sql. `also` is a second category of the same event.
-- `factuality`: asserted, reported, alleged, denied, planned, possible, conditional or counterfactual.
-- `factual`: not denied, not hypothetical, and not yet to come unless it is the promise itself (AGREE, CONCEDE).
CREATE TABLE events (
    event INTEGER PRIMARY KEY,
    doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    link INTEGER NOT NULL,
    day INTEGER NOT NULL,
    date TEXT,
    enddate TEXT,
    date_value TEXT,
    date_text TEXT,
    category TEXT NOT NULL,
    also TEXT,
    quad INTEGER NOT NULL,
    scale REAL NOT NULL,
    cameo TEXT,
    historical INTEGER NOT NULL,
    future INTEGER NOT NULL,
    hypothetical INTEGER NOT NULL,
    negation INTEGER NOT NULL,
    factual INTEGER NOT NULL,
    factuality TEXT NOT NULL,
    trigger_text TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    event_text TEXT,
    place_text TEXT,
    place TEXT,
    geonameid INTEGER,
    lat REAL,
    lon REAL,
    country TEXT,
    feature TEXT,
    resolution INTEGER,
    dead INTEGER,
    injured INTEGER,
    arrested INTEGER,
    participants INTEGER,
    sentence INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    why TEXT,
    UNIQUE (doc, number)
) STRICT;

-- Who takes part; `role` is actor or recipient.
CREATE TABLE participants (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    role TEXT NOT NULL,
    number INTEGER NOT NULL,
    code TEXT,
    sector TEXT,
    more_sectors TEXT,
    name TEXT,
    office TEXT,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (event, role, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE modes (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    number INTEGER NOT NULL,
    mode TEXT NOT NULL,
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE contexts (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    number INTEGER NOT NULL,
    context TEXT NOT NULL,
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

-- On whose word, from the source nearest to the content outwards.
CREATE TABLE voices (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    number INTEGER NOT NULL,
    source_text TEXT,
    cue_text TEXT,
    basis_text TEXT,
    place_text TEXT,
    code TEXT,
    sector TEXT,
    more_sectors TEXT,
    name TEXT,
    office TEXT,
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

-- Codes of who did it and to whom, each pair once an event. Actors of an event without recipient did it to each other.
CREATE TABLE dyads (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    actor TEXT NOT NULL,
    recipient TEXT NOT NULL,
    PRIMARY KEY (event, actor, recipient)
) STRICT, WITHOUT ROWID;

-- The index that questions are answered from (index.rs): what an event can be found by (terms.rs). `events` counts those filed under a
-- term; `scale` sums theirs, in tenths. Postings and columns are for the program: 4096 events in a row are a block, and a blob says which
-- of them are filed under a term, or what is counted of each.
CREATE TABLE terms (
    term INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    events INTEGER NOT NULL DEFAULT 0,
    scale INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, value)
) STRICT;
CREATE TABLE postings (
    block INTEGER NOT NULL,
    term INTEGER NOT NULL,
    events BLOB NOT NULL,
    PRIMARY KEY (block, term)
) STRICT, WITHOUT ROWID;
CREATE TABLE columns (
    name TEXT NOT NULL,
    block INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (name, block)
) STRICT;

-- Who says what; `content` is a JSON array of [start, end]; `source_kind` says what sort of source, `force` what the cue does with the
-- content; where `unsaid`, the report says that the source did not say so.
CREATE TABLE statements (
    statement INTEGER PRIMARY KEY,
    doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    source_start INTEGER,
    source_end INTEGER,
    code TEXT,
    sector TEXT,
    more_sectors TEXT,
    name TEXT,
    office TEXT,
    cue_start INTEGER,
    cue_end INTEGER,
    content TEXT NOT NULL,
    kind TEXT NOT NULL,
    date_value TEXT,
    place_text TEXT,
    addressee_text TEXT,
    basis_text TEXT,
    denied INTEGER NOT NULL,
    source_kind TEXT NOT NULL,
    force TEXT NOT NULL,
    unsaid INTEGER NOT NULL,
    why TEXT,
    UNIQUE (doc, number)
) STRICT;

-- Where parties stand.
CREATE TABLE positions (
    position INTEGER PRIMARY KEY,
    doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    code TEXT,
    sector TEXT,
    more_sectors TEXT,
    name TEXT,
    office TEXT,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    stance TEXT NOT NULL,
    content_start INTEGER NOT NULL,
    content_end INTEGER NOT NULL,
    condition_start INTEGER,
    condition_end INTEGER,
    why TEXT,
    UNIQUE (doc, number)
) STRICT;

-- Toward whom.
CREATE TABLE toward (
    position INTEGER NOT NULL REFERENCES positions ON DELETE CASCADE,
    number INTEGER NOT NULL,
    code TEXT,
    sector TEXT,
    more_sectors TEXT,
    name TEXT,
    office TEXT,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (position, number)
) STRICT, WITHOUT ROWID;

-- Search over who speaks and who holds positions: their words, names, offices, codes and sectors.
CREATE VIRTUAL TABLE speakers USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE holders USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER statement_removed AFTER DELETE ON statements BEGIN
    DELETE FROM speakers WHERE rowid = OLD.statement;
END;
CREATE TRIGGER position_removed AFTER DELETE ON positions BEGIN
    DELETE FROM holders WHERE rowid = OLD.position;
END;
