//! Benchmarks of the built product, each with its reference measured in the same run, and the
//! player of one sample case. Started by `cargo xtask bench` and `cargo xtask sample`.

mod browsers;
mod bundle;
// Half of it is for the tests of the server.
#[allow(dead_code)]
mod court;
mod desk;
mod join;
mod log;
mod marks;
mod media;
mod postgres;
mod receiver;
mod report;
mod sample;
mod server;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "bench")]
struct Cli {
    #[command(subcommand)]
    name: Name,
}

#[derive(Subcommand)]
enum Name {
    /// Bytes a party downloads, and bytes of each plain door, against their budgets
    Bundle(Products),
    /// A receiver of webhooks that behaves like a court's system, failures included
    Court(receiver::Options),
    /// A desk's queue page, search by number and the deadline scan among many cases, against the bare
    /// indexed queries on PostgreSQL
    Desk(desk::Options),
    /// Durable commands per second over HTTP against bare INSERT transactions, on both databases
    Log(Products),
    /// From the press of a button to the first frame of somebody else, in Chromium, against Janus
    Join(Products),
    /// Packets forwarded for each second of processor time, against Janus
    Media(media::Options),
    /// How soon sound and picture are back after a bad network, and what of them survives one
    Recovery(media::recovery::Options),
    /// Rooms in which people come, go and are moved, for long: memory, errors, packets astray
    Soak(media::soak::Options),
    /// CPU time of signing an agreement against pyHanko's
    Sign(Products),
    /// CPU time of checking a sealed agreement against pyHanko's
    Verify(Products),
    /// One whole case over HTTP; leaves its dossier, documents and trust root
    Sample(sample::Options),
}

/// What `cargo xtask bench` built.
#[derive(clap::Args)]
pub struct Products {
    /// The release server
    #[arg(long)]
    server: std::path::PathBuf,
    /// The release site's folder
    #[arg(long)]
    site: std::path::PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().name {
        Name::Bundle(products) => bundle::run(&products).await,
        Name::Court(options) => receiver::run(&options).await,
        Name::Desk(options) => desk::run(&options).await,
        Name::Log(products) => log::run(&products).await,
        Name::Join(products) => join::run(&products).await,
        Name::Media(options) => media::run(&options).await,
        Name::Recovery(options) => media::recovery::run(&options).await,
        Name::Soak(options) => media::soak::run(&options).await,
        Name::Sign(products) => marks::sign(&products).await,
        Name::Verify(products) => marks::verify(&products).await,
        Name::Sample(options) => sample::run(&options).await,
    }
}
