//! National identifiers of professionals (RPPS) and organisations (FINESS).

use core::error::Error;
use core::fmt;
use core::str::FromStr;

/// The national identifier of a professional: 11 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rpps(u64);

impl Rpps {
    /// How many digits an identifier has.
    pub const LENGTH: usize = 11;

    /// Whether the last digit is the Luhn key of the others.
    ///
    /// Only worth a warning: no official text imposes it, and national test cards fail it.
    pub fn has_valid_key(self) -> bool {
        let digits = core::iter::successors(Some(self.0), |rest| Some(rest / 10)).map(|rest| rest % 10);
        luhn(digits.take(Self::LENGTH))
    }
}

impl FromStr for Rpps {
    type Err = InvalidRpps;

    fn from_str(text: &str) -> Result<Self, InvalidRpps> {
        if text.len() != Self::LENGTH || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidRpps);
        }
        text.parse().map(Self).map_err(|_| InvalidRpps)
    }
}

impl fmt::Display for Rpps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:011}", self.0)
    }
}

impl fmt::Debug for Rpps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rpps({self})")
    }
}

/// The text is not an RPPS identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidRpps;

impl fmt::Display for InvalidRpps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rpps: 11 digits expected")
    }
}

impl Error for InvalidRpps {}

/// The national identifier of an organisation: 9 characters, digits and capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finess([u8; 9]);

impl Finess {
    /// Whether the last digit is the Luhn key of the others; a letter has no key.
    ///
    /// Only worth a warning: no official text imposes it.
    pub fn has_valid_key(self) -> bool {
        self.0.iter().all(u8::is_ascii_digit) && luhn(self.0.iter().rev().map(|byte| u64::from(byte - b'0')))
    }
}

impl FromStr for Finess {
    type Err = InvalidFiness;

    fn from_str(text: &str) -> Result<Self, InvalidFiness> {
        let bytes: [u8; 9] = text.as_bytes().try_into().map_err(|_| InvalidFiness)?;
        if bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        {
            Ok(Self(bytes))
        } else {
            Err(InvalidFiness)
        }
    }
}

impl fmt::Display for Finess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| fmt::Write::write_char(f, char::from(*byte)))
    }
}

impl fmt::Debug for Finess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Finess({self})")
    }
}

/// The text is not a FINESS identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidFiness;

impl fmt::Display for InvalidFiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("finess: 9 digits or capital letters expected")
    }
}

impl Error for InvalidFiness {}

/// Luhn's sum over digits given from the last to the first.
fn luhn(digits: impl Iterator<Item = u64>) -> bool {
    let sum: u64 = digits
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double @ 10..) => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}
