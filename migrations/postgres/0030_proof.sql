-- What stands behind a signed agreement beside its case's log.

-- What an agreement was made of, so that anyone can make it again: it goes into the dossier.
CREATE TABLE renderings (
    document TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the agreement as it was presented
    case_id TEXT NOT NULL,
    source TEXT NOT NULL                -- verbatim RFC 8785 bytes of domain::dossier::Source
);

-- Certificates, documents, signatures and timestamps, each a leaf of the tree.
CREATE TABLE artefacts (
    kind TEXT NOT NULL,                 -- domain::artefact::ArtefactKind
    digest TEXT NOT NULL,               -- SHA-256 of it
    case_id TEXT NOT NULL,              -- empty: of no case
    record TEXT NOT NULL,               -- verbatim RFC 8785 bytes of domain::artefact::Artefact
    hash TEXT NOT NULL,                 -- what the leaf is made of
    written BIGINT NOT NULL,            -- when
    leaf BIGINT,                        -- index in the Merkle tree; NULL until integrated
    PRIMARY KEY (kind, digest)
);
CREATE UNIQUE INDEX artefacts_leaf ON artefacts(leaf);
CREATE INDEX artefacts_waiting ON artefacts(written) WHERE leaf IS NULL;
CREATE INDEX artefacts_case ON artefacts(case_id);

-- Erasable: from where and with what somebody signed. The tree holds the commitment alone.
CREATE TABLE circumstances (
    nonce TEXT NOT NULL PRIMARY KEY,    -- of the signer's ceremony
    case_id TEXT NOT NULL,
    commitment TEXT NOT NULL,           -- SHA-256(salt, value)
    salt TEXT NOT NULL,                 -- 16 bytes, hexadecimal
    value TEXT NOT NULL,                -- verbatim RFC 8785 bytes of marks::Circumstances
    asked BIGINT NOT NULL               -- when the signer asked for the code, or the passkey's challenge
);
CREATE INDEX circumstances_case ON circumstances(case_id);
