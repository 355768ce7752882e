-- What a mediation body has its parties sign with: ed25519, or p256 for readers of PDF that know no other.

ALTER TABLE orgs ADD COLUMN signing TEXT NOT NULL DEFAULT 'ed25519';
