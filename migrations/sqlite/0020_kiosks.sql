-- Devices that a staff member lent to parties: whoever signs in there has help, and the log says whose.

CREATE TABLE kiosks (
    token TEXT PRIMARY KEY,             -- SHA-256 of the device's secret
    helper TEXT NOT NULL,               -- the staff member
    expires BIGINT NOT NULL
);
ALTER TABLE sessions ADD COLUMN helper TEXT;    -- who helps in it
