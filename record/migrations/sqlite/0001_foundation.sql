-- Every key begins with the profile, so that the record can be spread by profile.
-- Times are UTC microseconds; civil dates are ISO 8601 texts; sets of flags are bit sets.

CREATE TABLE account (
    id BLOB PRIMARY KEY,
    identifier TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    id_hash BLOB PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    data TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_age ON session (seen_at);

CREATE TABLE sign_in_throttle (
    key_hash BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE professional (
    rpps TEXT PRIMARY KEY,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    profession TEXT NOT NULL,
    speciality TEXT NOT NULL,
    organisation TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    town TEXT NOT NULL,
    active INTEGER NOT NULL,
    suspended INTEGER NOT NULL
) STRICT;

CREATE TABLE profile (
    id BLOB PRIMARY KEY,
    ins TEXT NOT NULL UNIQUE,
    ins_qualified INTEGER NOT NULL,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    born TEXT NOT NULL,
    deceased INTEGER NOT NULL,
    state TEXT NOT NULL,
    professionals_opposed INTEGER NOT NULL,
    emergency_answered INTEGER NOT NULL,
    samu INTEGER NOT NULL,
    break_glass INTEGER NOT NULL,
    masked_documents INTEGER NOT NULL,
    default_visibility TEXT NOT NULL,
    masked_sections INTEGER NOT NULL
) STRICT;

CREATE TABLE representation (
    account_id BLOB NOT NULL,
    profile_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (account_id, profile_id)
) STRICT;

CREATE TABLE administrator (
    profile_id BLOB NOT NULL,
    rpps TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, rpps)
) STRICT;

CREATE TABLE blocked_professional (
    profile_id BLOB NOT NULL,
    rpps TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, rpps)
) STRICT;

CREATE TABLE blocked_organisation (
    profile_id BLOB NOT NULL,
    finess TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, finess)
) STRICT;

-- A professional who has entered the record at least once, secret connections apart.
CREATE TABLE known_professional (
    profile_id BLOB NOT NULL,
    rpps TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, rpps)
) STRICT;

CREATE TABLE document (
    profile_id BLOB NOT NULL,
    id BLOB NOT NULL,
    type_code TEXT NOT NULL,
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_rpps TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_profession TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    dated TEXT NOT NULL,
    deposited_at INTEGER NOT NULL,
    visibility INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sort_title TEXT NOT NULL,
    sort_author TEXT NOT NULL,
    search_text TEXT NOT NULL,
    PRIMARY KEY (profile_id, id)
) STRICT;

CREATE INDEX document_by_date ON document (profile_id, dated, id, visibility);
CREATE INDEX document_by_title ON document (profile_id, sort_title, id);
CREATE INDEX document_by_author ON document (profile_id, sort_author, id);

CREATE TABLE document_content (
    profile_id BLOB NOT NULL,
    document_id BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (profile_id, document_id)
) STRICT;

-- What a holder or representative did, with what each thing was before.
CREATE TABLE change (
    profile_id BLOB NOT NULL,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (profile_id, id)
) STRICT;

-- Append-only. `body` is the canonical text that `hash` chains; the columns beside it only serve queries.
CREATE TABLE trace (
    profile_id BLOB NOT NULL,
    audience TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    professional INTEGER NOT NULL,
    rpps TEXT NOT NULL,
    event TEXT NOT NULL,
    denied INTEGER NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (profile_id, audience, seq)
) STRICT;

CREATE INDEX trace_by_time ON trace (profile_id, professional, at, audience, seq);

CREATE TABLE notice (
    profile_id BLOB NOT NULL,
    id BLOB NOT NULL,
    audience TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (profile_id, id)
) STRICT;

CREATE INDEX notice_by_time ON notice (profile_id, at, id);

CREATE TABLE notice_read (
    profile_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    notice_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (profile_id, account_id, notice_id)
) STRICT;
