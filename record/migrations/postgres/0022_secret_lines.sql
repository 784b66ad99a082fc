-- Lines that someone does not see are passed over within the index of visits: how many there are must not show in the time of a page.
DROP INDEX trace_by_visit;
CREATE INDEX trace_by_visit ON trace (profile_id, professional, visit_at, rpps, at, audience);
