-- Rules that differ by place: minimum wage, letters' reply period, which bodies' agreements a court takes, how
-- long it takes for them, days a place gives off beside the country's. Each with the days it holds for and
-- where it stands. What is not here is not known: nothing is guessed.
CREATE TABLE local_rules (
    id TEXT PRIMARY KEY,              -- UUID
    rule TEXT NOT NULL,               -- domain::api::LocalRuleKind
    region TEXT NOT NULL,             -- 云南省枫林市; what is a province's holds in its cities
    org TEXT NOT NULL,                -- OrgId of the one institution it holds for; empty: the whole region
    value BIGINT NOT NULL,            -- fen a month, days, or 0 and 1, by rule
    from_day TEXT NOT NULL,           -- first day, 2026-10-01
    until_day TEXT,                   -- last day; NULL: until another takes its place
    source TEXT NOT NULL,             -- the document it stands in, with number and date
    entered_by TEXT NOT NULL,         -- PersonId of the administrator
    entered BIGINT NOT NULL           -- when
);
CREATE INDEX local_rules_by_rule ON local_rules (rule, from_day);
