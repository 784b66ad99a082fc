//! A WebAssembly module without the crate: what any page already has, memory and strings. See `size.rs`.

use std::hint::black_box;

fn main() {
    black_box(vec![String::from(black_box("Anna"))]);
}
