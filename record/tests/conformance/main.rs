//! What the record promises, on SQLite and on PostgreSQL alike.

mod chain;
mod closing;
mod concurrency;
mod connecting;
mod database;
mod documents;
mod gateway;
mod hidden;
mod notices;
mod paging;
mod scene;
mod sessions;
mod settings;
mod visibility;
