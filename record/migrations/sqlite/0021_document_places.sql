-- The filter by organisation lists the places of a record without reading its documents.
CREATE INDEX document_by_place ON document (profile_id, organisation_name, visibility);
