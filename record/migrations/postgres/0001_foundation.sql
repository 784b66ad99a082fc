-- Every key begins with the profile, so that the record can be spread by profile.
-- Times are UTC microseconds; civil dates are ISO 8601 texts; sets of flags are bit sets.

CREATE TABLE account (
    id UUID PRIMARY KEY,
    identifier TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    id_hash BYTEA PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE INDEX session_by_age ON session (seen_at);

CREATE TABLE sign_in_throttle (
    key_hash BYTEA PRIMARY KEY,
    failures BIGINT NOT NULL,
    failed_at BIGINT NOT NULL
);

CREATE TABLE professional (
    rpps TEXT PRIMARY KEY,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    profession TEXT NOT NULL,
    speciality TEXT NOT NULL,
    organisation TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    town TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    suspended BOOLEAN NOT NULL
);

CREATE TABLE profile (
    id UUID PRIMARY KEY,
    ins TEXT NOT NULL UNIQUE,
    ins_qualified BOOLEAN NOT NULL,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    born TEXT NOT NULL,
    deceased BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    professionals_opposed BOOLEAN NOT NULL,
    emergency_answered BOOLEAN NOT NULL,
    samu BOOLEAN NOT NULL,
    break_glass BOOLEAN NOT NULL,
    masked_documents BOOLEAN NOT NULL,
    default_visibility TEXT NOT NULL,
    masked_sections BIGINT NOT NULL
);

CREATE TABLE representation (
    account_id UUID NOT NULL,
    profile_id UUID NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (account_id, profile_id)
);

CREATE TABLE administrator (
    profile_id UUID NOT NULL,
    rpps TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (profile_id, rpps)
);

CREATE TABLE blocked_professional (
    profile_id UUID NOT NULL,
    rpps TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (profile_id, rpps)
);

CREATE TABLE blocked_organisation (
    profile_id UUID NOT NULL,
    finess TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (profile_id, finess)
);

-- A professional who has entered the record at least once, secret connections apart.
CREATE TABLE known_professional (
    profile_id UUID NOT NULL,
    rpps TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (profile_id, rpps)
);

CREATE TABLE document (
    profile_id UUID NOT NULL,
    id UUID NOT NULL,
    type_code TEXT NOT NULL,
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_rpps TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_profession TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    dated TEXT NOT NULL,
    deposited_at BIGINT NOT NULL,
    visibility BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sort_title TEXT COLLATE "C" NOT NULL,
    sort_author TEXT COLLATE "C" NOT NULL,
    search_text TEXT NOT NULL,
    PRIMARY KEY (profile_id, id)
);

CREATE INDEX document_by_date ON document (profile_id, dated, id, visibility);
CREATE INDEX document_by_title ON document (profile_id, sort_title, id);
CREATE INDEX document_by_author ON document (profile_id, sort_author, id);

CREATE TABLE document_content (
    profile_id UUID NOT NULL,
    document_id UUID NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (profile_id, document_id)
);

-- What a holder or representative did, with what each thing was before.
CREATE TABLE change (
    profile_id UUID NOT NULL,
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (profile_id, id)
);

-- Append-only. `body` is the canonical text that `hash` chains; the columns beside it only serve queries.
CREATE TABLE trace (
    profile_id UUID NOT NULL,
    audience TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    professional BOOLEAN NOT NULL,
    rpps TEXT NOT NULL,
    event TEXT NOT NULL,
    denied BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (profile_id, audience, seq)
);

CREATE INDEX trace_by_time ON trace (profile_id, professional, at, audience, seq);

CREATE TABLE notice (
    profile_id UUID NOT NULL,
    id UUID NOT NULL,
    audience TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (profile_id, id)
);

CREATE INDEX notice_by_time ON notice (profile_id, at, id);

CREATE TABLE notice_read (
    profile_id UUID NOT NULL,
    account_id UUID NOT NULL,
    notice_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (profile_id, account_id, notice_id)
);
