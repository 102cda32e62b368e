-- The ledger, schema version 1. Dates are days of the calendar (inclusive); "start" and "end" are character offsets into
-- documents.text, end exclusive; codes are ISO 3166 alpha-3 or those of docs/report.md. What is not known is NULL.
-- Only documents have an index: the others are loaded in bulk and their keys are verified by `dragoman check`.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- One version of one page. Current is what is neither superseded nor withdrawn; only current documents have live claims.
CREATE TABLE documents (
    document TEXT PRIMARY KEY,          -- 16 hexadecimal digits of the SHA-256 of page, line end and text
    page TEXT NOT NULL,                 -- the address; else the path as given; else the text's hash
    name TEXT,                          -- the file's name
    url TEXT,
    title TEXT,
    publisher TEXT,
    publisher_code TEXT,
    state_media BOOLEAN NOT NULL,       -- whether the publisher is a state's own
    published DATE,
    published_basis TEXT NOT NULL,      -- stated, given, inferred or unknown
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,            -- SHA-256 of the text in UTF-8
    version INTEGER NOT NULL,           -- 1, 2 ... of its page
    superseded_by TEXT,                 -- the next version
    withdrawn BOOLEAN NOT NULL,
    reprint_group TEXT NOT NULL,        -- the smallest of the documents that tell of its events in the same words; its own, where it is alone
    added TIMESTAMP NOT NULL,           -- UTC
    reader TEXT NOT NULL,               -- version of the program that read it
    model TEXT NOT NULL                 -- versions of the models that it was read with
);

CREATE TABLE passages (document TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL);

-- One document's statement of one event.
CREATE TABLE claims (
    claim TEXT NOT NULL,                -- key: document, colon, id
    document TEXT NOT NULL,
    id TEXT NOT NULL,                   -- as in the report: e1, e2 ...
    type TEXT NOT NULL,
    mode TEXT,
    quad TEXT NOT NULL,
    score DOUBLE NOT NULL,              -- PLOVER, -10 to 10
    goldstein DOUBLE,
    cameo TEXT,
    status TEXT NOT NULL,
    confidence DOUBLE NOT NULL,
    date_start DATE,
    date_end DATE,
    date_text TEXT,
    place TEXT,
    place_country TEXT,
    latitude DOUBLE,
    longitude DOUBLE,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    contexts TEXT[] NOT NULL,
    condition TEXT,
    one_sided TEXT,
    why TEXT[] NOT NULL
);

-- Where merging looks for claims of the same event: claims without a common block never join by likeness.
CREATE TABLE blocks (claim TEXT NOT NULL, block TEXT NOT NULL);

CREATE TABLE parties (
    claim TEXT NOT NULL,
    side TEXT NOT NULL,                 -- actor or recipient
    position INTEGER NOT NULL,          -- from 0
    code TEXT,
    sector TEXT,
    name TEXT NOT NULL,
    office TEXT,
    qid TEXT,
    kind TEXT NOT NULL                  -- state, organisation, group, person or outlet
);

-- Where in documents.text each value of a claim was read.
CREATE TABLE evidence (
    claim TEXT NOT NULL,
    field TEXT NOT NULL,                -- evidence, actor, recipient, date, place, trigger, condition, source or denial
    position INTEGER NOT NULL,          -- from 0; of parties, that of the party; of sources, that of the chain
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);

-- Who reports a claim, nearest to the event first (position 0); a claim in the publisher's own voice has none.
CREATE TABLE sources (
    claim TEXT NOT NULL,
    chain INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    code TEXT,
    kind TEXT,
    state_media BOOLEAN NOT NULL,
    unnamed BOOLEAN NOT NULL,
    party_to_event BOOLEAN NOT NULL
);

CREATE TABLE denials (claim TEXT NOT NULL, name TEXT NOT NULL, code TEXT);

CREATE TABLE quotes (
    document TEXT NOT NULL,
    n INTEGER NOT NULL,                 -- from 0
    kind TEXT NOT NULL,                 -- direct, mixed or indirect
    speaker TEXT,
    speaker_code TEXT,
    speaker_qid TEXT,
    cue TEXT,
    content TEXT NOT NULL,
    spans INTEGER[] NOT NULL,           -- start, end, start, end ... of the content
    via TEXT[] NOT NULL
);

-- What happened, as its claims tell it. Worked out anew whenever one of its claims changes.
CREATE TABLE events (
    event TEXT NOT NULL,                -- key: E and 10 hexadecimal digits of the SHA-256 of its smallest claim
    type TEXT NOT NULL,
    mode TEXT,
    quad TEXT NOT NULL,
    score DOUBLE NOT NULL,
    goldstein DOUBLE,
    cameo TEXT,
    status TEXT NOT NULL,
    actors TEXT[] NOT NULL,             -- codes
    recipients TEXT[] NOT NULL,         -- codes
    codes TEXT[] NOT NULL,              -- of both sides, sorted
    date_start DATE,
    date_end DATE,
    date_precision TEXT NOT NULL,       -- day, month, year, range or unknown
    place TEXT,
    place_country TEXT,
    confidence DOUBLE NOT NULL,
    claims INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    independent_sources INTEGER NOT NULL,
    state_media_sources INTEGER NOT NULL,
    one_sided TEXT,
    denied BOOLEAN NOT NULL,
    disagreements TEXT[] NOT NULL,
    first_published DATE,
    summary TEXT NOT NULL
);

CREATE TABLE memberships (claim TEXT NOT NULL, event TEXT NOT NULL);

-- Which pairs of claims held an event together, and why.
CREATE TABLE joins (claim TEXT NOT NULL, other TEXT NOT NULL, likeness DOUBLE NOT NULL, why TEXT NOT NULL);

-- Merges and splits by hand; applied at every merge.
CREATE TABLE corrections (
    correction INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                 -- merge or split
    claims TEXT[] NOT NULL,             -- one event (merge), or what is taken out of one (split)
    apart TEXT[] NOT NULL,              -- of a split: what stays behind
    made TIMESTAMP NOT NULL,            -- UTC
    note TEXT NOT NULL
);

CREATE SEQUENCE change_number;
CREATE TABLE changes (
    change BIGINT NOT NULL DEFAULT nextval('change_number'),
    "at" TIMESTAMP NOT NULL,              -- UTC
    kind TEXT NOT NULL,                 -- event- or document- and added, changed, removed, superseded or withdrawn
    key TEXT NOT NULL                   -- the event or the document
);

CREATE TABLE exports (name TEXT PRIMARY KEY, "at" TIMESTAMP NOT NULL, change BIGINT NOT NULL);
