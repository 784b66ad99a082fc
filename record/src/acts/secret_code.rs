//! Codes that are shown once: only their hash is kept. Eighty random bits cannot be found from a hash, so a fast one will do.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::Chance;

/// Without the letters that are taken for one another.
const ALPHABET: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new code, as it is shown: four groups of four.
pub(crate) fn new(chance: &dyn Chance) -> String {
    // The bits of an identifier that are not its version.
    let bits = chance.id().as_u128();
    let random = (bits >> 80) << 32 | bits & 0xffff_ffff;
    let mut code = String::with_capacity(19);
    for place in 0..16_u32 {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        let letter = usize::try_from((random >> (place * 5)) & 31).unwrap_or_default();
        code.push(char::from(ALPHABET.get(letter).copied().unwrap_or(b'0')));
    }
    code
}

/// What is kept of a code as it was typed: groups, case and letters that look alike do not matter. `of` is what it is a code of.
pub(crate) fn hash(typed: &str, of: Uuid) -> [u8; 32] {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            c => c,
        })
        .collect();
    Sha256::new()
        .chain_update(of.as_bytes())
        .chain_update(plain.as_bytes())
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u128);

    impl Chance for Fixed {
        fn id(&self) -> Uuid {
            Uuid::from_u128(self.0)
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = new(&Fixed(0x1234_5678_9abc_4def_8123_4567_89ab_cdef));
        assert_eq!(code.len(), 19);
        let of = Uuid::from_u128(1);
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(hash(&typed, of), hash(&code, of));
        assert_ne!(hash(&code, of), hash(&code, Uuid::from_u128(2)));
        assert_eq!(hash("oOiIlL", of), hash("001111", of));
    }
}
