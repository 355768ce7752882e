-- Of each file of a recording what its playback needs beside the log, which names it by digest and person.
-- Goes with the file.

CREATE TABLE recordings (
    digest TEXT NOT NULL,               -- SHA-256 of the file before it is encrypted
    case_id TEXT NOT NULL,              -- CaseId
    recording BIGINT NOT NULL,          -- the so-manieth of the case, from 0
    begins BIGINT NOT NULL,             -- milliseconds after the recording began
    lasts BIGINT NOT NULL,              -- milliseconds
    picture BIGINT NOT NULL,            -- 1: with a picture, 0: sound alone, -1: its picture was of a kind that is not kept
    lost BIGINT NOT NULL,               -- packets of the whole recording there was no time to write
    PRIMARY KEY (case_id, recording, digest)
);
