
-- Happenings across reports, and which event mentions are of one. They are made after reports are put into the store, from what is
-- there; a report that is taken out takes the happenings it is part of along, and they are made anew.

-- What copies of a report are found by: a sketch of the text of each document. Which document it is a copy of stands in
-- documents.report.
CREATE TABLE signatures (
    doc INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    signature BLOB NOT NULL
) STRICT;

-- Happenings, each with what its mentions tell together. `id` is the name of the mention that was told first, `day` the first day as
-- 20140616 (0: not known). Copies of a report count once; publishers that quote one medium count once. `factual`: some report tells
-- it as having happened. `disagreements` names what reports contradict each other in.
CREATE TABLE happenings (
    happening INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    date TEXT,
    enddate TEXT,
    category TEXT NOT NULL,
    factual INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    publishers INTEGER NOT NULL,
    first_report TEXT NOT NULL,
    last_report TEXT NOT NULL,
    disagreements TEXT
) STRICT;
CREATE INDEX happenings_by_day ON happenings (day);

-- Which happening each event mention is of, NULL till that is found out, and the mention that it was linked to (see links), NULL for
-- the one told first. `compared`: whether it has been compared with others.
CREATE TABLE told (
    event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE,
    compared INTEGER NOT NULL DEFAULT 0,
    happening INTEGER REFERENCES happenings ON DELETE SET NULL,
    linked_to INTEGER
) STRICT;
CREATE INDEX told_by_happening ON told (happening);
CREATE INDEX told_to_compare ON told (event) WHERE compared = 0;
CREATE INDEX told_to_group ON told (event) WHERE happening IS NULL;

-- Pairs of mentions with evidence enough that they are of one happening, each pair once, the smaller number first; `weight` is the
-- evidence in bits, `why` what it is.
CREATE TABLE links (
    event INTEGER NOT NULL,
    other INTEGER NOT NULL,
    weight REAL NOT NULL,
    why TEXT,
    PRIMARY KEY (event, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_other ON links (other);

-- Where mentions meet that can be of one happening: hashes of family of categories, week, and parties or place.
CREATE TABLE meeting (
    key INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (key, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_by_event ON meeting (event);

CREATE TRIGGER told_removed AFTER DELETE ON told BEGIN
    DELETE FROM happenings WHERE happening = OLD.happening;
    DELETE FROM meeting WHERE event = OLD.event;
    DELETE FROM links WHERE event = OLD.event;
    DELETE FROM links WHERE other = OLD.event;
END;
