-- Signatures in the agreement's PDF stand one upon the other: whoever is about to sign holds the case for a
-- minute. Nothing here is evidence; a row is overwritten by the next signer.

CREATE TABLE mark_leases (
    case_id TEXT NOT NULL PRIMARY KEY,  -- one signer at a time
    nonce TEXT NOT NULL,                -- of the signer's ceremony
    person TEXT NOT NULL,               -- who may set the mark
    base TEXT NOT NULL,                 -- SHA-256 of the file it is set on
    name TEXT NOT NULL,                 -- as the certificate says it
    prepared BIGINT NOT NULL,           -- Unix seconds, written beside the mark
    certificate TEXT NOT NULL,          -- DER in hexadecimal, good for ten minutes
    until BIGINT NOT NULL,              -- then anyone may sign
    file TEXT NOT NULL,                 -- SHA-256 of the file with the mark, empty before
    size BIGINT NOT NULL                -- bytes of that file
);
