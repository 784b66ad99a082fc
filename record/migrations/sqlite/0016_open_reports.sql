-- Those who answer reports read the open ones of every record.
CREATE INDEX access_report_open ON access_report (at, id) WHERE state = 'sent';
