-- Letters an institution sends beside its cases (domain::letter): a union's reminder, opinion and
-- recommendation, a commission's proposal and referral to mediate.
CREATE TABLE letters (
    id TEXT PRIMARY KEY,              -- UUID
    org TEXT NOT NULL,                -- OrgId of who writes
    kind TEXT NOT NULL,               -- domain::letter::LetterKind
    number TEXT NOT NULL,             -- of the institution's series
    addressee TEXT NOT NULL,          -- to whom
    contact TEXT NOT NULL,            -- where the addressee is reached
    case_number TEXT NOT NULL,        -- 枫劳调〔2026〕1号; empty: about no case
    case_id TEXT NOT NULL,            -- CaseId, or empty
    follows TEXT NOT NULL,            -- the opinion a recommendation rests on, or empty
    days BIGINT,                      -- working days to answer; NULL: no answer asked for
    basis TEXT NOT NULL,              -- where the days stand
    document TEXT NOT NULL,           -- SHA-256 of the sealed PDF
    written_by TEXT NOT NULL,         -- PersonId
    written BIGINT NOT NULL           -- when
);
CREATE INDEX letters_by_org ON letters (org, written);
-- What became of each, one row a step, never changed.
CREATE TABLE letter_steps (
    letter TEXT NOT NULL,             -- letters.id
    step TEXT NOT NULL,               -- domain::letter::LetterStep
    on_day TEXT NOT NULL,             -- 2026-10-01
    note TEXT NOT NULL,               -- how it was sent, what was answered
    entered_by TEXT NOT NULL,         -- PersonId
    entered BIGINT NOT NULL,          -- when
    PRIMARY KEY (letter, step)
);
