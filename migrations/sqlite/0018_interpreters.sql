-- Cases in which a person was called to interpret: that person's queue.
-- Made anew from the log by `maplebridge rebuild`.

CREATE TABLE interpreters (
    case_id TEXT NOT NULL PRIMARY KEY,  -- CaseId; another interpreter takes the place of the first
    person TEXT NOT NULL                -- PersonId
);
CREATE INDEX interpreters_person ON interpreters (person);
