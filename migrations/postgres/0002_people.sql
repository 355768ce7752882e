-- People, institutions, sessions, codes. Plain rows, not events: no court asks when a session was renewed.
-- Times are milliseconds since 1970 UTC; ids are hyphenated UUIDs; hashes are lower-case hexadecimal SHA-256.

CREATE TABLE orgs (
    id TEXT PRIMARY KEY,              -- OrgId
    kind TEXT NOT NULL,               -- mediation_centre | arbitration_commission | court
    name TEXT NOT NULL,               -- official Chinese name
    name_en TEXT NOT NULL,
    region TEXT NOT NULL,             -- administrative region in Chinese
    legal_basis TEXT NOT NULL,        -- why it may mediate or decide
    phone TEXT NOT NULL               -- number answered by a human
);

CREATE TABLE persons (
    id TEXT PRIMARY KEY,              -- PersonId
    name TEXT NOT NULL,               -- display name; empty until a party gives one
    phone TEXT UNIQUE,                -- sign-in phone of parties, duty phone of staff
    login TEXT UNIQUE,                -- staff sign-in name; NULL for parties
    role TEXT,                        -- staff role as domain::actor::Role; NULL for parties
    org TEXT REFERENCES orgs(id),     -- staff's institution
    closed BIGINT NOT NULL DEFAULT 0, -- 1: may no longer sign in
    created BIGINT NOT NULL           -- time of creation
);

CREATE TABLE sessions (
    token TEXT PRIMARY KEY,           -- SHA-256 of the cookie's secret
    person TEXT NOT NULL REFERENCES persons(id),
    assurance TEXT NOT NULL,          -- domain::actor::Assurance reached at sign-in
    case_id TEXT,                     -- invitation the session came by: its case
    invitation TEXT,                  -- its InvitationId
    side TEXT,                        -- its side
    demo BIGINT NOT NULL,             -- 1: entered through the demo door, not proved
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL           -- 12 h after creation
);
CREATE INDEX sessions_person ON sessions(person);

CREATE TABLE invites (
    token TEXT PRIMARY KEY,           -- SHA-256 of the link's secret
    case_id TEXT NOT NULL,
    invitation TEXT NOT NULL UNIQUE,  -- InvitationId, as in the case log
    side TEXT NOT NULL,               -- claimant | respondent
    body TEXT NOT NULL,               -- inviting OrgId
    number TEXT NOT NULL,             -- case number, for the letter
    phone TEXT NOT NULL,              -- the only phone that may answer
    person TEXT,                      -- who answered; no one else may afterwards
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL           -- 15 days: the mediation period (EMR 29)
);

CREATE TABLE codes (
    purpose TEXT NOT NULL,            -- session | invitation:<id> | ceremony:<case>
    phone TEXT NOT NULL,
    salt TEXT NOT NULL,               -- 16 random bytes
    hash TEXT NOT NULL,               -- SHA-256(salt, code)
    tries BIGINT NOT NULL,            -- wrong answers so far; 5 lock the code
    sent BIGINT NOT NULL,
    expires BIGINT NOT NULL,          -- 5 minutes after sending
    PRIMARY KEY (purpose, phone)
);

CREATE TABLE code_sends (
    phone TEXT NOT NULL,
    address TEXT NOT NULL,            -- IP address that asked
    sent BIGINT NOT NULL
);
CREATE INDEX code_sends_phone ON code_sends(phone, sent);
CREATE INDEX code_sends_address ON code_sends(address, sent);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    phone TEXT NOT NULL,
    text TEXT NOT NULL,               -- demo only: real gateways never write here
    sent BIGINT NOT NULL
);

CREATE TABLE ceremony_nonces (
    nonce TEXT PRIMARY KEY,           -- given once, for one person in one case
    person TEXT NOT NULL,
    case_id TEXT NOT NULL,
    passkey_state TEXT,               -- JSON of the open passkey re-check of a staff member
    used BIGINT NOT NULL,             -- 1 after the attestation
    expires BIGINT NOT NULL
);

CREATE TABLE enrolments (
    token TEXT PRIMARY KEY,           -- SHA-256 of the one-time link's secret
    person TEXT NOT NULL REFERENCES persons(id),
    used BIGINT NOT NULL,             -- 1 after a passkey was registered with it
    expires BIGINT NOT NULL
);

CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,              -- credential id, hexadecimal
    person TEXT NOT NULL REFERENCES persons(id),
    credential TEXT NOT NULL,         -- JSON of webauthn_rs Passkey (public key, counter)
    created BIGINT NOT NULL,
    used BIGINT NOT NULL              -- last sign-in
);
CREATE INDEX passkeys_person ON passkeys(person);

CREATE TABLE passkey_states (
    id TEXT PRIMARY KEY,              -- random handle given to the browser
    person TEXT NOT NULL,
    kind TEXT NOT NULL,               -- register | login
    state TEXT NOT NULL,              -- JSON of the open ceremony, never leaves the server
    enrolment TEXT,                   -- token hash that allowed the registration
    expires BIGINT NOT NULL           -- 5 minutes
);

CREATE TABLE recovery_codes (
    person TEXT NOT NULL REFERENCES persons(id),
    hash TEXT NOT NULL,               -- SHA-256(salt of the person id, code)
    used BIGINT NOT NULL,             -- 1 after its single use
    PRIMARY KEY (person, hash)
);
