-- Where a mediator's appointments are found (domain::appointment); made anew from the log.
CREATE TABLE appointments (
    case_id TEXT NOT NULL,            -- CaseId
    n BIGINT NOT NULL,                -- place among the case's appointments, from 0
    at BIGINT NOT NULL,               -- when it is to begin
    PRIMARY KEY (case_id, n)
);
CREATE INDEX appointments_at ON appointments (at);
-- Addresses under which a calendar program reads its owner's appointments; one a person.
CREATE TABLE calendar_feeds (
    person TEXT PRIMARY KEY,          -- PersonId
    token TEXT NOT NULL UNIQUE,       -- SHA-256 of the address's secret
    created BIGINT NOT NULL           -- when
);
