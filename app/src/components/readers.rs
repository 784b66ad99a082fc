//! Who can read a document: people by name, professions by the matrix, emergencies by the holder's choices.
//! Every line is an answer of the rules themselves.

use leptos::prelude::*;
use policy::{Channel, Decision, Entitlement, Rule};
use record::views::{DocumentLine, Settings};
use uuid::Uuid;

use super::{Icon, Why};
use crate::{
    address,
    sight::{Onlooker, Situation},
    texts::{self, pick, say},
};

/// The section *who can see this document* of its page.
#[component]
pub(crate) fn Readers(profile: Uuid, document: DocumentLine, settings: Settings) -> impl IntoView {
    let facts = settings.facts();
    let document_facts = document.facts();
    let answer = |onlooker: Onlooker, situation| {
        onlooker
            .reading(&facts, settings.today, situation, Channel::Lps)
            .document(&document_facts)
    };
    let physician = Entitlement::physician();
    let any_physician = Onlooker::anyone(physician)?;

    let mut can = Vec::new();
    let mut cannot = Vec::new();
    for entitlement in Entitlement::all() {
        if answer(Onlooker::anyone(entitlement)?, Situation::CareTeam).is_permit() {
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

    let samu = answer(any_physician, Situation::Samu);
    let emergency = answer(any_physician, Situation::BreakGlass);

    let mut people = Vec::new();
    if let Ok(author) = document.author.rpps.parse() {
        let name = texts::named(&document.author.name, &document.author.profession);
        people.push((
            name,
            answer(Onlooker::named(author, physician), Situation::CareTeam),
        ));
    }
    for person in settings.administrators.iter().chain(&settings.blocked) {
        let Some(rpps) = person.number().filter(|_| person.rpps != document.author.rpps) else {
            continue;
        };
        let decision = answer(Onlooker::named(rpps, physician), Situation::CareTeam);
        people.push((texts::named(&person.name, &person.profession), decision));
    }

    let rules = people
        .iter()
        .map(|(_, decision)| *decision)
        .chain([samu, emergency])
        .map(Decision::rule)
        .chain([if can.is_empty() {
            Rule::Masked
        } else {
            Rule::Matrix
        }])
        .collect();
    Some(view! {
        <section class="readers" aria-labelledby="lecteurs">
            <h2 id="lecteurs">"Qui peut lire ce document\u{a0}?"</h2>
            <ul class="answers">
                {people
                    .into_iter()
                    .map(|(name, decision)| view! { <Answer who=name decision=decision/> })
                    .collect_view()}
                <Answer who="Le SAMU (médecins du centre 15)" decision=samu/>
                <Answer who="Un autre médecin en urgence, en donnant un motif" decision=emergency/>
            </ul>
            <Why about="– chacune de ces réponses" rules=rules/>
            {(!settings.emergency_answered).then(|| view! { <p>{texts::emergencies_unanswered()}</p> })}
            {texts::never_in_emergency(&settings).map(|blocked| view! { <p>{blocked}</p> })}
            <h3>{say!("Les autres professionnels qui me soignent", "Les autres professionnels qui soignent [prénom]")}</h3>
            {if can.is_empty() {
                let why = if document.is_masked() {
                    "Aucun\u{a0}: ce document est masqué."
                } else if settings.professionals_opposed {
                    pick("Aucun\u{a0}: j’ai fermé mon dossier à tous les professionnels.", "Aucun\u{a0}: le dossier est fermé à tous les professionnels.")
                } else {
                    "Aucun\u{a0}: ce type de document n’est ouvert à aucune profession."
                };
                view! { <p>{why}</p> }.into_any()
            } else {
                view! {
                    <p>
                        {say!("Ils peuvent le lire s’ils font partie de mon équipe de soins, ou avec mon accord, et si leur profession est dans cette liste\u{a0}:", "Ils peuvent le lire s’ils font partie de l’équipe de soins [de prénom], ou avec l’accord de ses représentants, et si leur profession est dans cette liste\u{a0}:")}
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
            <p>
                <a href=address::see_as(profile)>{say!("Voir tout mon dossier comme un professionnel", "Voir tout le dossier [de prénom] comme un professionnel")}</a>
            </p>
        </section>
    })
}

/// Yes or no, for whom, and why.
#[component]
fn Answer(#[prop(into)] who: String, decision: Decision) -> impl IntoView {
    let (class, icon, word) = if decision.is_permit() {
        ("answer answer--yes", Icon::Check, "Oui")
    } else {
        ("answer answer--no", Icon::Cross, "Non")
    };
    view! {
        <li class=class>
            <span class="answer__word">{icon.view()} {word}</span>
            <span>{format!("{who}\u{a0}: {}", texts::reading(decision))}</span>
        </li>
    }
}
