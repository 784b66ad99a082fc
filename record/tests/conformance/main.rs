//! What the record promises, on SQLite and on PostgreSQL alike.

mod chain;
mod closing;
mod concurrency;
mod connecting;
mod database;
mod deposits;
mod directory;
mod document_acts;
mod documents;
mod gateway;
mod hidden;
mod history;
mod idempotency;
mod notices;
mod own_documents;
mod paging;
mod professionals;
mod scene;
mod sections;
mod see_as;
mod sessions;
mod settings;
mod visibility;
