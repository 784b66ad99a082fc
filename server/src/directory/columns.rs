//! Where the columns stand: found by name, since their order has changed over the years.

use csv::ByteRecord;

/// Declares the columns that are read.
macro_rules! columns {
    ($($(#[$doc:meta])* $field:ident: $name:literal),+ $(,)?) => {
        /// The place of each column that is read.
        #[derive(Clone, Copy, Debug)]
        pub(super) struct Columns {
            $($(#[$doc])* pub(super) $field: usize,)+
            /// How many columns a row has.
            pub(super) width: usize,
        }

        impl Columns {
            /// Finds them in the header.
            ///
            /// # Errors
            /// The names that are not there.
            pub(super) fn find(header: &ByteRecord) -> Result<Self, Vec<&'static str>> {
                let names: Vec<String> = header.iter().map(plain).collect();
                let place = |name: &str| names.iter().position(|known| *known == plain(name.as_bytes()));
                let missing: Vec<&'static str> =
                    [$($name),+].into_iter().filter(|name| place(name).is_none()).collect();
                let ($(Some($field),)+) = ($(place($name),)+) else {
                    return Err(missing);
                };
                // Lines end with a separator: the last column has no name.
                let width = names.len() - usize::from(names.last().is_some_and(String::is_empty));
                Ok(Self { $($field,)+ width })
            }
        }
    };
}

columns! {
    identifier_kind: "Type d'identifiant PP",
    identifier: "Identifiant PP",
    last_name: "Nom d'exercice",
    first_name: "Prénom d'exercice",
    profession: "Code profession",
    profession_label: "Libellé profession",
    category: "Code catégorie professionnelle",
    speciality: "Code savoir-faire",
    speciality_label: "Libellé savoir-faire",
    finess: "Numéro FINESS site",
    organisation: "Raison sociale site",
    sign: "Enseigne commerciale site",
    town: "Libellé commune (coord. structure)",
    function: "Code fonction",
    activity: "Code genre d'activité",
}

/// A name as names are compared: without what the beginning of a file may carry, and with one kind of
/// apostrophe.
fn plain(name: &[u8]) -> String {
    String::from_utf8_lossy(name)
        .trim_start_matches('\u{feff}')
        .trim()
        .replace('’', "'")
        .to_lowercase()
}
