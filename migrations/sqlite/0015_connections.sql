-- What a person's browser last found when it tested devices and line before a session. For the mediator to
-- look at; no evidence of anything, and overwritten by the next test.

CREATE TABLE connections (
    case_id TEXT NOT NULL,              -- it was tested for this case's room
    person TEXT NOT NULL,               -- whose browser
    tested BIGINT NOT NULL,             -- when
    findings TEXT NOT NULL,             -- domain::connection::Findings as JSON
    PRIMARY KEY (case_id, person)
);
