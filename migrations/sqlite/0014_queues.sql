-- A desk's queue is read in the order it is shown, however many cases the institution has: those with a clock first,
-- the nearest first. Such an index changes only when a case's clock does.

DROP INDEX cases_body;
CREATE INDEX cases_body ON cases(body, (due IS NULL), due, id);
DROP INDEX cases_institution;
CREATE INDEX cases_institution ON cases(institution, (due IS NULL), due, id);
