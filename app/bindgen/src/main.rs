//! `app-bindgen WASM FOLDER NAME`: writes `NAME_bg.wasm` and `NAME.js` for browsers into the folder. wasm-bindgen's own program would do,
//! but brings along a test runner with a web server and its TLS: three minutes of compiling at the first `make run`.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

#[expect(clippy::print_stderr, reason = "a program says what went wrong")]
fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(wasm), Some(folder), Some(name)) = (
        arguments.next(),
        arguments.next(),
        arguments.next().and_then(|name| name.into_string().ok()),
    ) else {
        eprintln!("usage: app-bindgen WASM FOLDER NAME");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(&name)
        .typescript(false)
        .omit_default_module_path(false);
    match bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
