-- Sealed documents, and how long their last timestamp proves them: each is stamped again before.

CREATE TABLE lasting (
    document TEXT PRIMARY KEY,          -- SHA-256 by which the log knows it
    case_id TEXT NOT NULL,              -- its files are readable only through its case
    file TEXT NOT NULL,                 -- SHA-256 of the newest file, which begins with the document
    ends BIGINT NOT NULL                -- when its timestamp runs out; 0: nobody has looked yet
);
CREATE INDEX lasting_ends ON lasting (ends);
-- What the portal has made so far; whatever is not sealed is taken out again at the first look.
INSERT INTO lasting (document, case_id, file, ends)
    SELECT digest, MIN(case_id), digest, 0 FROM files
    WHERE person = '00000000-0000-0000-0000-000000000000' AND media_type = 'application/pdf'
    GROUP BY digest;
