-- A professional's agreement, recorded when they enter with it (secret connections and emergencies apart).
CREATE TABLE authorised_professional (
    profile_id BLOB NOT NULL,
    rpps TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, rpps)
) STRICT;

-- Since when the profile is closed; empty in every other state.
ALTER TABLE profile ADD COLUMN closed_at INTEGER;

-- Whether the person has been through the questions of the first sign-in.
ALTER TABLE profile ADD COLUMN welcomed_at INTEGER;

CREATE INDEX change_by_time ON change (profile_id, at, id);

CREATE INDEX professional_by_organisation ON professional (organisation, rpps);
