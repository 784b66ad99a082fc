//! Decides the generated mix as many times as asked, and nothing else, so that an instruction counter can be put around it:
//! `proofs/instructions.sh` subtracts two runs.

#[path = "../../examples/decide/contract.rs"]
mod contract;
#[path = "../../examples/decide/moment.rs"]
mod moment;

use std::env;
use std::error::Error;
use std::hint::black_box;

use policy::{Action, Reading, decide};
use policy_proofs::generate;
use policy_proofs::matrix::Matrix;

const MIX: u64 = 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let what = arguments.next().ok_or("mix or record")?;
    let times: u32 = arguments.next().ok_or("how many times")?.parse()?;
    let matrix = Matrix::read()?;
    let paris = moment::Paris::new().ok_or("no time zone")?;
    let lines = (0..MIX)
        .map(|number| serde_json::to_vec(&generate::case(number, &matrix)))
        .collect::<Result<Vec<_>, _>>()?;
    let cases = lines
        .iter()
        .map(|line| contract::read(line, &paris))
        .collect::<Result<Vec<_>, _>>()?;
    let requests: Vec<_> = cases.iter().map(contract::Case::request).collect();
    let documents: Vec<_> = requests
        .iter()
        .filter_map(|request| match request.action {
            Action::Read(document) => Some(document),
            _ => None,
        })
        .collect();
    let open = requests
        .iter()
        .find(|request| decide(request).rule() == policy::Rule::CareTeam)
        .ok_or("no such case")?;
    for _ in 0..times {
        match what.as_str() {
            "mix" => {
                black_box(
                    requests
                        .iter()
                        .filter(|request| decide(black_box(request)).is_permit())
                        .count(),
                );
            }
            "record" => {
                let reading = Reading::of(black_box(open));
                black_box(
                    documents
                        .iter()
                        .filter(|document| reading.document(black_box(document)).is_permit())
                        .count(),
                );
            }
            _ => return Err("mix or record".into()),
        }
    }
    // Told on the error stream: the script divides by it.
    let each = if what == "mix" {
        requests.len()
    } else {
        documents.len()
    };
    std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{each}\n"))?;
    Ok(())
}
