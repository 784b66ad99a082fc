//! What the record promises, on SQLite and on PostgreSQL alike.

mod access_reports;
mod chain;
mod closing;
mod concurrency;
mod connecting;
mod database;
mod directory;
mod documents;
mod gateway;
mod hidden;
mod history;
mod notice_preferences;
mod notices;
mod outbox;
mod own_documents;
mod paging;
mod professionals;
mod scene;
mod see_as;
mod sessions;
mod settings;
mod visibility;
mod visits;
