-- When each person first fetched an agreement that waited for signatures: what the certificate of completion says
-- of reading it. Nothing rests on it.
CREATE TABLE views (
    document TEXT NOT NULL,             -- SHA-256 of the agreement as it was presented
    person TEXT NOT NULL,               -- PersonId
    case_id TEXT NOT NULL,              -- CaseId
    at BIGINT NOT NULL,                 -- when
    PRIMARY KEY (document, person)
);
