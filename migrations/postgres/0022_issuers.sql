-- Who certified a signer's key may be an authority of others: what leads from its certificate to its root is
-- kept with the place for the mark.
ALTER TABLE mark_leases ADD COLUMN issuers TEXT NOT NULL DEFAULT ''; -- DER in hexadecimal, with commas
