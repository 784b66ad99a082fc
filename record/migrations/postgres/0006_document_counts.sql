-- How many documents of a profile have each visibility: the list of two thousand says its counts without going through them.
CREATE TABLE document_count (
    profile_id UUID NOT NULL,
    visibility BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    PRIMARY KEY (profile_id, visibility)
);

INSERT INTO document_count (profile_id, visibility, documents)
SELECT profile_id, visibility, COUNT(*) FROM document GROUP BY profile_id, visibility;
