-- A command changes its case's row in `cases` and adds a row to `entries`; indexes that change with each cost more
-- than the rows. Lists are sorted by their clocks, so the order by `updated` served nobody.

DROP INDEX cases_body;
CREATE INDEX cases_body ON cases(body);
DROP INDEX cases_institution;
CREATE INDEX cases_institution ON cases(institution);

-- An entry has no leaf yet when it is written.
DROP INDEX entries_leaf;
CREATE UNIQUE INDEX entries_leaf ON entries(leaf) WHERE leaf IS NOT NULL;
