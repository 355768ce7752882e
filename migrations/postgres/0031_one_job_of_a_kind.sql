-- Of one kind a case has one job at work at a time: the claim looks for another.
CREATE INDEX jobs_of_case ON jobs(case_id) WHERE done = 0;
