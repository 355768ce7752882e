-- Each person who sends a file is its sender, also where the other side sent the same before: a file of the
-- other side must not become one's own by naming its hash.

CREATE TABLE sent_files (
    case_id TEXT NOT NULL,              -- a file is readable only through its case
    digest TEXT NOT NULL,               -- SHA-256 of the content
    person TEXT NOT NULL,               -- who sent it
    media_type TEXT NOT NULL,           -- by content
    size BIGINT NOT NULL,               -- bytes
    received BIGINT NOT NULL,           -- when this person sent it first
    PRIMARY KEY (case_id, digest, person)
);
INSERT INTO sent_files (case_id, digest, person, media_type, size, received)
    SELECT case_id, digest, person, media_type, size, received FROM files;
DROP TABLE files;
ALTER TABLE sent_files RENAME TO files;
