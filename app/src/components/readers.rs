//! Who can read a document: people by name, professions by the matrix, emergencies by the holder's choices.
//! Every line is an answer of the rules themselves.

use leptos::prelude::*;
use policy::{
    AccessContext, Action, Authentication, Channel, Decision, DocumentFacts, Entitlement, EntitlementSet,
    Parameters, ProfileFacts, Request, Requester, Rpps,
};
use record::views::{DocumentLine, Settings};

use super::Icon;
use crate::texts;

/// What the rules answer to someone.
fn answer(
    settings: &Settings,
    facts: &ProfileFacts,
    document: DocumentFacts,
    requester: &Requester,
    context: AccessContext<'_>,
) -> Decision {
    policy::decide(&Request {
        on: settings.today,
        profile: facts,
        requester,
        channel: Channel::Lps,
        context,
        secret: false,
        action: Action::Read(document),
        parameters: &Parameters::CURRENT,
    })
}

/// Someone of that profession whom the holder neither named nor blocked.
fn anyone(entitlement: Entitlement, rpps: Rpps, samu_regulator: bool) -> Requester {
    Requester {
        rpps,
        organisation: None,
        entitlements: EntitlementSet::EMPTY.with(entitlement),
        suspended: false,
        samu_regulator,
        authentication: Authentication::ECps,
    }
}

/// A number that no professional has.
fn nobody() -> Option<Rpps> {
    "00000000000".parse().ok()
}

/// The section *who can see this document* of its page.
#[component]
pub(crate) fn Readers(document: DocumentLine, settings: Settings) -> impl IntoView {
    let facts = settings.facts();
    let document_facts = document.facts();
    let nobody = nobody()?;
    let physician = Entitlement::physician();

    let mut can = Vec::new();
    let mut cannot = Vec::new();
    for entitlement in Entitlement::all() {
        let requester = anyone(entitlement, nobody, false);
        let decision = answer(
            &settings,
            &facts,
            document_facts,
            &requester,
            AccessContext::CareTeam,
        );
        if decision.is_permit() {
            can.push(entitlement.label());
        } else {
            cannot.push(entitlement.label());
        }
    }
    can.sort_unstable();
    can.dedup();
    cannot.retain(|label| !can.contains(label));
    cannot.sort_unstable();
    cannot.dedup();

    let samu = answer(
        &settings,
        &facts,
        document_facts,
        &anyone(physician, nobody, true),
        AccessContext::Samu { reason: "" },
    );
    let emergency = answer(
        &settings,
        &facts,
        document_facts,
        &anyone(physician, nobody, false),
        AccessContext::BreakGlass { reason: "urgence" },
    );

    let mut people = Vec::new();
    if document.author.kind == "professional" {
        let author = format!(
            "{} ({})",
            document.author.name,
            document.author.profession.to_lowercase()
        );
        people.push((author, true, "c’est l’auteur du document".to_owned()));
    }
    for person in settings.administrators.iter().chain(&settings.blocked) {
        let Some(rpps) = person.number().filter(|_| person.rpps != document.author.rpps) else {
            continue;
        };
        let requester = anyone(physician, rpps, false);
        let decision = answer(
            &settings,
            &facts,
            document_facts,
            &requester,
            AccessContext::CareTeam,
        );
        people.push((
            named(&person.name, &person.profession),
            decision.is_permit(),
            reason(decision),
        ));
    }

    Some(view! {
        <section class="readers" aria-labelledby="lecteurs">
            <h2 id="lecteurs">"Qui peut lire ce document\u{a0}?"</h2>
            <ul class="answers">
                {people
                    .into_iter()
                    .map(|(name, permitted, why)| view! { <Answer who=name permitted=permitted why=why/> })
                    .collect_view()}
                <Answer
                    who="Le SAMU (médecins du centre 15)"
                    permitted=samu.is_permit()
                    why=reason(samu)
                />
                <Answer
                    who="Un autre médecin en urgence, en donnant un motif"
                    permitted=emergency.is_permit()
                    why=reason(emergency)
                />
            </ul>
            <h3>"Les autres professionnels qui me soignent"</h3>
            {if can.is_empty() {
                let why = if document.is_masked() {
                    "Aucun\u{a0}: ce document est masqué."
                } else if settings.professionals_opposed {
                    "Aucun\u{a0}: j’ai fermé mon dossier à tous les professionnels."
                } else {
                    "Aucun\u{a0}: ce type de document n’est ouvert à aucune profession."
                };
                view! { <p>{why}</p> }.into_any()
            } else {
                view! {
                    <p>
                        "Ils peuvent le lire s’ils font partie de mon équipe de soins, ou avec mon accord, et si leur profession est dans cette liste\u{a0}:"
                    </p>
                    <details>
                        <summary>{texts::counted(can.len() as u64, "profession autorisée", "professions autorisées")}</summary>
                        <ul class="columns">{can.into_iter().map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
                    </details>
                    <details>
                        <summary>
                            {texts::counted(cannot.len() as u64, "profession non autorisée", "professions non autorisées")}
                        </summary>
                        <ul class="columns">{cannot.into_iter().map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
                    </details>
                }
                    .into_any()
            }}
        </section>
    })
}

fn named(name: &str, profession: &str) -> String {
    if profession.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", profession.to_lowercase())
    }
}

fn reason(decision: Decision) -> String {
    let rule = decision.rule();
    if decision.is_permit() {
        texts::permitted(rule)
    } else {
        texts::refused(rule)
    }
    .to_owned()
}

/// Yes or no, for whom, and why.
#[component]
fn Answer(#[prop(into)] who: String, permitted: bool, why: String) -> impl IntoView {
    let (class, icon, word) = if permitted {
        ("answer answer--yes", Icon::Check, "Oui")
    } else {
        ("answer answer--no", Icon::Cross, "Non")
    };
    view! {
        <li class=class>
            <span class="answer__word">{icon.view()} {word}</span>
            <span>{format!("{who}\u{a0}: {why}")}</span>
        </li>
    }
}
