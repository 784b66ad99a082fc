//! Decides JSON requests, one per line, as rulebook section 9 lays down:
//! `cargo run -q -p policy --example decide < requests.jsonl`.

mod contract;
mod lines;
mod moment;

use std::io::{self, BufReader, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

const BUFFER: usize = 1 << 16;

fn main() -> ExitCode {
    let input = BufReader::with_capacity(BUFFER, io::stdin().lock());
    let output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    match lines::answer(input, output) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the answers has had enough of them.
        Err(lines::Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            // Standard error may be closed too, and there is nowhere left to say so.
            let _ = writeln!(io::stderr(), "decide: {failure}");
            ExitCode::FAILURE
        }
    }
}
