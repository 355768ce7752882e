//! The project's tasks: `cargo xtask run | test | build | setup | sample | verifier | bench | fuzz`.
//!
//! Every task begins by looking for what it needs and installing what is missing, printing each
//! step; a second start with nothing changed does no work twice.

mod bench;
mod build;
mod client;
mod fingerprint;
mod fuzz;
mod order;
mod package;
mod run;
mod sample;
mod setup;
mod shell;
mod shrink;
mod site;
mod split;
mod temporary;
mod test;
mod verifier;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, run and test Maplebridge")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing to build, run and test
    Setup,
    /// Build and serve, with a seeded example; prints `ready http://127.0.0.1:N`
    Run(run::Options),
    /// Build the server and the browser client
    Build(build::Options),
    /// Run every check; the last line is `N passed, N failed`
    Test(test::Options),
    /// Play one whole case and leave its dossier, PDFs and trust root in a folder
    Sample(sample::Options),
    /// Leave the verifier as one HTML file that a browser opens from disk
    Verifier(verifier::Options),
    /// Run one benchmark with its reference in the same run
    Bench(bench::Options),
    /// Bend what strangers and guests may send, for as long as asked
    Fuzz(fuzz::Options),
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Setup => setup::all(),
        Task::Run(options) => run::run(&options),
        Task::Build(options) => build::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Sample(options) => sample::run(&options),
        Task::Verifier(options) => verifier::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
    }
}
