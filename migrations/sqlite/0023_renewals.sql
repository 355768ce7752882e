-- Timestamps of later years. A case that is long over gets no entry of them: each is a leaf of the tree itself.
CREATE TABLE renewals (
    document TEXT NOT NULL,             -- SHA-256 by which the case's log knows the file
    file TEXT NOT NULL,                 -- SHA-256 of the file with the further timestamp
    case_id TEXT NOT NULL,
    record TEXT NOT NULL,               -- verbatim RFC 8785 bytes of domain::renewal::Renewal
    hash TEXT NOT NULL,                 -- what the leaf is made of
    written BIGINT NOT NULL,            -- when
    leaf BIGINT,                        -- index in the Merkle tree; NULL until integrated
    PRIMARY KEY (document, file)
);
CREATE UNIQUE INDEX renewals_leaf ON renewals(leaf);
CREATE INDEX renewals_waiting ON renewals(written) WHERE leaf IS NULL;
CREATE INDEX renewals_case ON renewals(case_id);
