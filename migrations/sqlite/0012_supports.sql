-- Cases in which an institution was asked to stand by a party (legal aid, support of a suit): its queue.
-- Made anew from the log by `maplebridge rebuild`.
CREATE TABLE supports (
    case_id TEXT NOT NULL,            -- CaseId
    org TEXT NOT NULL,                -- OrgId of the institution that was asked
    PRIMARY KEY (org, case_id)
);
