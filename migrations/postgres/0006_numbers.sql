-- Numbers of documents, each given once for one piece of work: whoever tries the work again gets the same number.

CREATE TABLE numbers (
    work TEXT PRIMARY KEY,              -- what it was given for, e.g. <case>/decision/1
    number TEXT NOT NULL,               -- as it stands on the document
    given BIGINT NOT NULL               -- its place in the series of its institution, kind and year
);
