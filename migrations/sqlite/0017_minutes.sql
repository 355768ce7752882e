-- The minutes of the session under way, as the mediator types them. No evidence of anything before they are
-- closed: then their bytes are a file of the case, and its hash an entry of the log.

CREATE TABLE minutes (
    case_id TEXT NOT NULL PRIMARY KEY,  -- CaseId
    text TEXT NOT NULL,                 -- as typed last; may be blank
    written BIGINT NOT NULL             -- when
);
