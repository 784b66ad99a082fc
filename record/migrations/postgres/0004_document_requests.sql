-- What a holder or representative asks of the author of a document: to correct it, to delete it, or to take
-- it out of a record that is not the right person's. `state` is `sent` or `answered`.
CREATE TABLE document_request (
    profile_id UUID NOT NULL,
    id UUID NOT NULL,
    document_id UUID NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (profile_id, id)
);

CREATE INDEX document_request_by_document ON document_request (profile_id, document_id, at, id);

-- Documents that the holder's side deleted: a form sent twice, or a page kept open, finds what was done.
CREATE TABLE deleted_document (
    profile_id UUID NOT NULL,
    document_id UUID NOT NULL,
    title TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (profile_id, document_id)
);
