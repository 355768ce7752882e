-- Systems of institutions: who may ask by machine, and where they are told what happened.
-- Times are milliseconds since 1970 UTC; ids are hyphenated UUIDs; hashes are lower-case hexadecimal SHA-256.

CREATE TABLE clients (
    id TEXT PRIMARY KEY,              -- client_id (OAuth 2.0, RFC 6749)
    org TEXT NOT NULL REFERENCES orgs(id),
    person TEXT NOT NULL REFERENCES persons(id), -- the account under which it acts in the log
    name TEXT NOT NULL,               -- what its institution calls it
    secret TEXT NOT NULL,             -- SHA-256 of the client secret
    scopes TEXT NOT NULL,             -- what it may be given, separated by spaces
    closed BIGINT NOT NULL DEFAULT 0, -- 1: gets no token any more
    created BIGINT NOT NULL
);
CREATE INDEX clients_org ON clients(org);

CREATE TABLE access_tokens (
    token TEXT PRIMARY KEY,           -- SHA-256 of the access token
    client TEXT NOT NULL REFERENCES clients(id),
    scopes TEXT NOT NULL,             -- what it was given
    expires BIGINT NOT NULL           -- 15 minutes after it was made
);

CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,              -- with the portal's own key it makes the signing secret
    org TEXT NOT NULL REFERENCES orgs(id),
    url TEXT NOT NULL,                -- http or https
    closed BIGINT NOT NULL DEFAULT 0, -- 1: told nothing any more
    created BIGINT NOT NULL
);
CREATE INDEX webhooks_org ON webhooks(org);

CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    webhook TEXT NOT NULL REFERENCES webhooks(id),
    message TEXT NOT NULL,            -- webhook-id: the same for each attempt and replay
    case_id TEXT NOT NULL,            -- CaseId the message is about
    body TEXT NOT NULL,               -- the bytes that are signed and sent
    state TEXT NOT NULL,              -- waiting | delivered | dead
    attempts BIGINT NOT NULL,         -- since it was made or last replayed
    replays BIGINT NOT NULL,          -- how often it was sent again by hand
    status BIGINT NOT NULL,           -- HTTP status of the last answer; 0 where there was none
    fault TEXT NOT NULL,              -- why the last attempt failed
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    UNIQUE (webhook, message)
);
CREATE INDEX deliveries_state ON deliveries(webhook, state, created);
