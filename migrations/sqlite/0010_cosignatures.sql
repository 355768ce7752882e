-- Cosignatures of witnesses on checkpoints of the log; the smaller ones go when all have cosigned a larger.

CREATE TABLE cosignatures (
    size BIGINT NOT NULL,               -- leaves under the checkpoint
    witness TEXT NOT NULL,              -- name in the trust root
    note TEXT NOT NULL,                 -- the checkpoint as the log signed it
    line TEXT NOT NULL,                 -- the witness's line (C2SP cosignature/v1), with its line feed
    PRIMARY KEY (size, witness)
);
