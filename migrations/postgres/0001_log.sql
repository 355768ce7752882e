-- The case log, its read tables, jobs and the global Merkle tree. Times are milliseconds since 1970 UTC.

CREATE TABLE heads (
    case_id TEXT PRIMARY KEY,           -- one row a case: locking it serialises the case's writers
    seq BIGINT NOT NULL,                -- seq of the newest entry, 0 before the first
    hash TEXT NOT NULL                  -- hash of the newest entry, zeroes before the first
);

-- Immutable: rows are only added; `leaf` is filled in once by the integrator.
CREATE TABLE entries (
    case_id TEXT NOT NULL,
    seq BIGINT NOT NULL,                -- from 1 without gaps
    header TEXT NOT NULL,               -- verbatim RFC 8785 bytes: what is hashed
    payload TEXT NOT NULL,              -- verbatim bytes: their hash stands in the header
    hash TEXT NOT NULL,                 -- SHA-256 of header
    written BIGINT NOT NULL,            -- time of the entry
    leaf BIGINT,                        -- index in the Merkle tree; NULL until integrated
    PRIMARY KEY (case_id, seq)
);
CREATE UNIQUE INDEX entries_leaf ON entries(leaf);
CREATE INDEX entries_waiting ON entries(written) WHERE leaf IS NULL;

CREATE TABLE commands (
    id TEXT PRIMARY KEY,                -- CommandId chosen by the client
    case_id TEXT NOT NULL,
    person TEXT NOT NULL,               -- who sent it
    body TEXT NOT NULL,                 -- SHA-256 of the command: the same id with another body is refused
    first_seq BIGINT NOT NULL,          -- entries it made, for the repeated answer
    last_seq BIGINT NOT NULL
);

-- Erasable: personal values whose commitments stand in the log.
CREATE TABLE private (
    case_id TEXT NOT NULL,
    commitment TEXT NOT NULL,           -- SHA-256(salt, value)
    salt TEXT NOT NULL,                 -- 16 bytes, hexadecimal
    value TEXT NOT NULL,
    PRIMARY KEY (case_id, commitment)
);

-- Read table: one row a case, written with the entries it follows from.
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,        -- the body's case number
    stage TEXT NOT NULL,                -- domain::case::Stage in snake case
    body TEXT NOT NULL,                 -- mediation body
    claimant TEXT,                      -- PersonId in the seat
    respondent TEXT,
    claimant_name TEXT NOT NULL,        -- commitment
    respondent_name TEXT NOT NULL,      -- commitment
    mediator TEXT,                      -- PersonId
    amount BIGINT NOT NULL,             -- fen: agreed, else claimed
    due TEXT,                           -- nearest clock's day
    tick_at BIGINT,                     -- when the scheduler must act; NULL if never
    track TEXT,                         -- of the newest application
    institution TEXT,                   -- it was filed with; NULL before filing
    updated BIGINT NOT NULL
);
CREATE INDEX cases_claimant ON cases(claimant);
CREATE INDEX cases_respondent ON cases(respondent);
CREATE INDEX cases_body ON cases(body, updated);
CREATE INDEX cases_institution ON cases(institution, updated);
CREATE INDEX cases_tick ON cases(tick_at);

CREATE TABLE files (
    case_id TEXT NOT NULL,              -- a file is readable only through its case
    digest TEXT NOT NULL,               -- SHA-256 of the content
    media_type TEXT NOT NULL,           -- by content
    size BIGINT NOT NULL,
    person TEXT NOT NULL,               -- who sent it
    received BIGINT NOT NULL,
    PRIMARY KEY (case_id, digest)
);

CREATE TABLE counters (
    name TEXT PRIMARY KEY,              -- e.g. mediation:<org>:2026
    value BIGINT NOT NULL               -- last number given
);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- says the work once, so that a repeated event adds no second job
    kind TEXT NOT NULL,                 -- domain of jobs::Kind
    case_id TEXT,
    payload TEXT NOT NULL,              -- JSON; emptied when done, for it may hold a secret to be sent
    run_at BIGINT NOT NULL,             -- not before
    attempts BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,       -- another worker may take it after this
    done BIGINT NOT NULL,               -- 1 when finished, 2 when given up
    error TEXT NOT NULL                 -- of the last attempt
);
CREATE INDEX jobs_open ON jobs(run_at) WHERE done = 0;

-- Complete subtrees of the Merkle tree (RFC 6962): level 0 are leaf hashes.
CREATE TABLE nodes (
    level BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (level, idx)
);

CREATE TABLE tree (
    id BIGINT PRIMARY KEY,              -- always 1: locking it makes one integrator the leader
    size BIGINT NOT NULL,
    note TEXT NOT NULL                  -- newest signed checkpoint; empty before the first
);
INSERT INTO tree (id, size, note) VALUES (1, 0, '');
