//! The JSON of rulebook section 9, and the facts it stands for.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::civil::Date;
use policy::{
    AccessContext, Action, Authentication, Author, Channel, DefaultVisibility, Deposit, DocumentFacts,
    DocumentType, EmergencyConsents, Entitlement, EntitlementSet, Finess, Parameters, ProfileFacts,
    ProfileState, Request, Requester, Rpps, Section, Sections, SortedSet, Visibility, VisibilityFlag,
};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de::Error as _};

use crate::moment::{self, Paris};

/// A request read from a line, with the values it borrows.
pub(crate) struct Case<'a> {
    on: Date,
    profile: ProfileFacts,
    requester: Requester,
    channel: Channel,
    context: Context<'a>,
    secret: bool,
    action: Action,
}

impl Case<'_> {
    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            on: self.on,
            profile: &self.profile,
            requester: &self.requester,
            channel: self.channel,
            context: self.context.as_context(),
            secret: self.secret,
            action: self.action,
            parameters: &Parameters::CURRENT,
        }
    }
}

/// Reads one line.
pub(crate) fn read<'a>(line: &'a [u8], paris: &Paris) -> Result<Case<'a>, serde_json::Error> {
    let Object(json): Object<RequestJson<'a>> = serde_json::from_slice(line)?;
    let on = paris.day(&json.at).ok_or_else(|| {
        serde_json::Error::custom("at: a possible RFC 3339 moment with its offset expected")
    })?;
    Ok(Case {
        on,
        profile: json.profile.0.facts()?,
        requester: json.requester.0.facts()?,
        channel: json.channel.0,
        context: json.context,
        secret: json.secret,
        action: json.action.0,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestJson<'a> {
    #[serde(borrow)]
    at: Cow<'a, str>,
    profile: Object<ProfileJson>,
    #[serde(borrow)]
    requester: Object<RequesterJson<'a>>,
    #[serde(default = "own_software")]
    channel: Named<Channel>,
    #[serde(borrow)]
    context: Context<'a>,
    #[serde(default)]
    secret: bool,
    action: ActionJson,
}

fn own_software() -> Named<Channel> {
    Named(Channel::Lps)
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileJson {
    state: Named<ProfileState>,
    born: Day,
    #[serde(default)]
    deceased: bool,
    #[serde(default = "yes")]
    ins_qualified: bool,
    #[serde(default)]
    professionals_opposed: bool,
    #[serde(default)]
    blocked: Vec<Parsed<Rpps>>,
    #[serde(default)]
    blocked_organisations: Vec<Parsed<Finess>>,
    #[serde(default)]
    administrators: Vec<Parsed<Rpps>>,
    #[serde(default)]
    masked_sections: Vec<Named<Section>>,
    #[serde(default, deserialize_with = "present")]
    emergency: Option<Object<EmergencyJson>>,
    #[serde(default)]
    default_visibility: Named<DefaultVisibility>,
}

impl ProfileJson {
    fn facts(self) -> Result<ProfileFacts, serde_json::Error> {
        let Self {
            state,
            born,
            deceased,
            ins_qualified,
            professionals_opposed,
            ..
        } = self;
        Ok(ProfileFacts {
            deceased,
            ins_qualified,
            professionals_opposed,
            blocked: identifiers(self.blocked),
            blocked_organisations: identifiers(self.blocked_organisations),
            administrators: identifiers(self.administrators),
            masked_sections: self
                .masked_sections
                .into_iter()
                .map(|section| section.0)
                .collect::<Sections>(),
            emergency: self.emergency.map(|json| json.0.facts()).transpose()?,
            default_visibility: self.default_visibility.0,
            ..ProfileFacts::new(state.0, born.0)
        })
    }
}

fn identifiers<T: Ord>(list: Vec<Parsed<T>>) -> SortedSet<T> {
    list.into_iter().map(|identifier| identifier.0).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EmergencyJson {
    samu: bool,
    break_glass: bool,
    masked_documents: bool,
}

impl EmergencyJson {
    fn facts(self) -> Result<EmergencyConsents, serde_json::Error> {
        EmergencyConsents::new(self.samu, self.break_glass, self.masked_documents)
            .map_err(serde_json::Error::custom)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequesterJson<'a> {
    rpps: Parsed<Rpps>,
    #[serde(default)]
    organisation: Option<Parsed<Finess>>,
    #[serde(default)]
    entitlements: Entitlements,
    #[serde(default)]
    suspended: bool,
    #[serde(default)]
    samu_regulator: bool,
    #[serde(borrow)]
    authentication: Cow<'a, str>,
    #[serde(default)]
    air_allow_listed: bool,
}

impl RequesterJson<'_> {
    fn facts(self) -> Result<Requester, serde_json::Error> {
        let authentication = Authentication::from_id(&self.authentication, self.air_allow_listed)
            .ok_or_else(|| serde_json::Error::custom("authentication: unknown value"))?;
        Ok(Requester {
            rpps: self.rpps.0,
            organisation: self.organisation.map(|organisation| organisation.0),
            entitlements: self.entitlements.0,
            suspended: self.suspended,
            samu_regulator: self.samu_regulator,
            authentication,
        })
    }
}

/// The context, with its reason where the kind has one.
#[derive(Deserialize)]
#[serde(try_from = "Object<ContextJson<'a>>", bound(deserialize = "'de: 'a"))]
pub(crate) enum Context<'a> {
    CareTeam,
    DeclaredConsent,
    None,
    Samu,
    BreakGlass(Cow<'a, str>),
}

impl Context<'_> {
    fn as_context(&self) -> AccessContext<'_> {
        match self {
            Self::CareTeam => AccessContext::CareTeam,
            Self::DeclaredConsent => AccessContext::DeclaredConsent,
            Self::None => AccessContext::None,
            Self::Samu => AccessContext::Samu { reason: "" },
            Self::BreakGlass(reason) => AccessContext::BreakGlass { reason },
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextJson<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "present")]
    reason: Option<Cow<'a, str>>,
}

impl<'a> TryFrom<Object<ContextJson<'a>>> for Context<'a> {
    type Error = &'static str;

    fn try_from(Object(json): Object<ContextJson<'a>>) -> Result<Self, &'static str> {
        match (&*json.kind, json.reason) {
            ("break_glass", reason) => Ok(Self::BreakGlass(reason.unwrap_or_default())),
            ("care_team", None) => Ok(Self::CareTeam),
            ("declared_consent", None) => Ok(Self::DeclaredConsent),
            ("none", None) => Ok(Self::None),
            ("samu", None) => Ok(Self::Samu),
            ("care_team" | "declared_consent" | "none" | "samu", Some(_)) => {
                Err("context.reason: only with break_glass")
            }
            _ => Err("context.kind: unknown value"),
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "Object<ActionFields<'_>>")]
struct ActionJson(Action);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionFields<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(default, deserialize_with = "present")]
    document: Option<Object<DocumentJson>>,
    #[serde(default, deserialize_with = "present")]
    section: Option<Named<Section>>,
    #[serde(default, deserialize_with = "present")]
    opposition_recorded: Option<bool>,
    #[serde(default, deserialize_with = "present")]
    duplicate: Option<bool>,
}

impl TryFrom<Object<ActionFields<'_>>> for ActionJson {
    type Error = &'static str;

    fn try_from(Object(fields): Object<ActionFields<'_>>) -> Result<Self, &'static str> {
        let ActionFields {
            kind,
            document,
            section,
            opposition_recorded,
            duplicate,
        } = fields;
        let action = match (
            &*kind,
            document.map(|json| json.0),
            section,
            opposition_recorded,
            duplicate,
        ) {
            ("open", None, None, None, None) => Action::Open,
            ("read", Some(document), None, None, None) => Action::Read(document.facts()?),
            ("read_section", None, Some(section), None, None) => Action::ReadSection(section.0),
            ("deposit", Some(document), None, opposition_recorded, duplicate) => Action::Deposit(Deposit {
                visibility: document.visibility(),
                opposition_recorded: opposition_recorded.unwrap_or(false),
                duplicate: duplicate.unwrap_or(false),
            }),
            ("open" | "read" | "read_section" | "deposit", ..) => {
                return Err("action: a field is missing, or does not go with this kind");
            }
            _ => return Err("action.kind: unknown value"),
        };
        Ok(Self(action))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentJson {
    #[serde(rename = "type")]
    document_type: DocumentCode,
    #[serde(default, deserialize_with = "present")]
    author: Option<AuthorJson>,
    #[serde(default)]
    flags: Vec<Named<VisibilityFlag>>,
}

impl DocumentJson {
    fn facts(self) -> Result<DocumentFacts, &'static str> {
        let visibility = self.visibility();
        let Some(AuthorJson(author)) = self.author else {
            return Err("document.author: missing");
        };
        Ok(DocumentFacts {
            document_type: self.document_type.0,
            author,
            visibility,
        })
    }

    fn visibility(&self) -> Visibility {
        self.flags.iter().map(|flag| flag.0).collect()
    }
}

#[derive(Deserialize)]
#[serde(try_from = "Object<AuthorFields<'_>>")]
struct AuthorJson(Author);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorFields<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(default, deserialize_with = "present")]
    rpps: Option<Parsed<Rpps>>,
}

impl TryFrom<Object<AuthorFields<'_>>> for AuthorJson {
    type Error = &'static str;

    fn try_from(Object(fields): Object<AuthorFields<'_>>) -> Result<Self, &'static str> {
        match (&*fields.kind, fields.rpps) {
            ("professional", Some(rpps)) => Ok(Author::Professional(rpps.0)),
            ("holder", None) => Ok(Author::Holder),
            ("legal_representative", None) => Ok(Author::LegalRepresentative),
            ("referenced_application", None) => Ok(Author::ReferencedApplication),
            ("health_insurance", None) => Ok(Author::HealthInsurance),
            (
                "professional"
                | "holder"
                | "legal_representative"
                | "referenced_application"
                | "health_insurance",
                _,
            ) => Err("author.rpps: with a professional, and only then"),
            _ => Err("author.kind: unknown value"),
        }
        .map(Self)
    }
}

/// For an optional field: when it is there it has a value, `null` is not one.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A JSON object. A derived structure would also be read from a list of its fields.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// A value known by its stable identifier.
#[derive(Default)]
struct Named<T>(T);

trait ById: Sized {
    const NAME: &'static str;
    fn by_id(id: &str) -> Option<Self>;
}

macro_rules! by_id {
    ($($type:ty: $name:literal),* $(,)?) => {$(
        impl ById for $type {
            const NAME: &'static str = $name;
            fn by_id(id: &str) -> Option<Self> {
                Self::from_id(id)
            }
        }
    )*};
}

by_id! {
    Channel: "a channel",
    DefaultVisibility: "a default visibility",
    ProfileState: "a profile state",
    Section: "a section",
    VisibilityFlag: "a visibility flag",
}

impl<'de, T: ById> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, T::NAME, |id| T::by_id(id).map(Self))
    }
}

/// An identifier that can be parsed.
struct Parsed<T>(T);

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(PhantomData<T>);
        impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
            type Value = Parsed<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Parsed<T>, E> {
                text.parse().map(Parsed).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text(PhantomData))
    }
}

/// A document type; a code outside the list is no error, it opens nothing.
struct DocumentCode(Option<DocumentType>);

impl<'de> Deserialize<'de> for DocumentCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "a document type", |code| {
            Some(Self(DocumentType::from_code(code)))
        })
    }
}

/// A date written `YYYY-MM-DD`.
struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "a possible date, as 1980-05-01", |date| {
            moment::date(date).map(Self)
        })
    }
}

/// Reads a string that must mean something.
fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    meaning: impl FnOnce(&str) -> Option<T>,
) -> Result<T, D::Error> {
    struct Text<F>(&'static str, F);
    impl<T, F: FnOnce(&str) -> Option<T>> Visitor<'_> for Text<F> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            let Self(expected, meaning) = self;
            meaning(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &expected))
        }
    }
    deserializer.deserialize_str(Text(expected, meaning))
}

/// The entitlements; an unknown code opens nothing and is not an error.
#[derive(Default)]
struct Entitlements(EntitlementSet);

impl<'de> Deserialize<'de> for Entitlements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code(Option<Entitlement>);
        impl<'de> Deserialize<'de> for Code {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                text(deserializer, "an entitlement", |code| {
                    Some(Self(Entitlement::from_code(code)))
                })
            }
        }
        let codes = Vec::<Code>::deserialize(deserializer)?;
        Ok(Self(codes.into_iter().filter_map(|code| code.0).collect()))
    }
}
