-- The second column of an agreement still in the making: its language, and the mediator's own translations of
-- clauses that no table translates. A draft: what is signed is a file of the case, whose hash the log holds.
CREATE TABLE translations (
    case_id TEXT NOT NULL PRIMARY KEY,  -- CaseId
    language TEXT NOT NULL,             -- domain::terms::second::SecondLanguage: en, vi, lo, my
    texts TEXT NOT NULL,                -- JSON object: digest of the clause's wording to its translation
    person TEXT NOT NULL,               -- PersonId of the mediator who wrote it last
    written BIGINT NOT NULL             -- when
);
