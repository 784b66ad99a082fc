//! What the record promises, on SQLite and on PostgreSQL alike.

mod chain;
mod concurrency;
mod connecting;
mod database;
mod directory;
mod documents;
mod gateway;
mod hidden;
mod notices;
mod paging;
mod professionals;
mod scene;
mod sessions;
mod settings;
mod visibility;
