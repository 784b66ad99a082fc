//! *Try a change*: choose one and see who would lose or gain an access, live where scripts run. The form leads to the confirmation
//! page, which says the same and more.

use std::borrow::Cow;

use leptos::prelude::*;
use record::views::{ProfileHeader, SeeAsPerson, SeeAsView, Tie};

use crate::{
    address,
    components::{Frame, Place, Report, loaded, reported},
    islands::Difference,
    shell::LiveParts,
    sight::SeenRecord,
    texts::{self, pick, say},
    visit::{Visit, path_id, query_value},
};

/// The form, and what its choice would do.
#[component]
pub(crate) fn WhatIfPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let done = query_value("fait");
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let seen = visit.store.see_as(key, visit.occasion()).await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, seen, report))
    };
    loaded(
        load,
        |(profile, seen, report)| view! { <WhatIf profile=profile seen=seen report=report/> },
    )
}

#[component]
fn WhatIf(profile: ProfileHeader, seen: SeeAsView, report: Report) -> impl IntoView {
    let id = profile.id;
    let title = "Essayer un changement";
    let record = SeenRecord::new(&seen, texts::titled);
    let opposition = if seen.settings.professionals_opposed {
        (
            "rouvrir-aux-professionnels",
            say!(
                "Rouvrir mon dossier aux professionnels",
                "Rouvrir le dossier [de prénom] aux professionnels"
            ),
        )
    } else {
        (
            "fermer-aux-professionnels",
            say!(
                "Fermer mon dossier à tous les professionnels",
                "Fermer le dossier [de prénom] à tous les professionnels"
            ),
        )
    };
    let mut people: Vec<_> = seen
        .people
        .into_iter()
        .filter(|person| person.tie != Tie::Blocked)
        .collect();
    // What is chosen before anyone chooses is not one's administrator.
    people.sort_by_key(|person| person.tie == Tie::Administrator);
    let choices = [
        (
            "tout-masquer",
            say!(
                "Masquer tous mes documents et mes rubriques",
                "Masquer tous les documents et les rubriques [de prénom]"
            ),
        ),
        (
            "tout-rendre-visible",
            say!(
                "Rendre visibles tous mes documents et mes rubriques",
                "Rendre visibles tous les documents et les rubriques [de prénom]"
            ),
        ),
        opposition,
    ]
    .map(|(act, label)| view! { <Choice act=act label=label/> })
    .collect_view();
    view! {
        <Frame title=title profile=Some(profile) place=Place::Settings>
            {report.message(id, &address::what_if(id))}
            <p class="back">
                <a href=address::settings(id)>{say!("Mes réglages", "Réglages [de prénom]")}</a>
            </p>
            <h1>{title}</h1>
            <p class="lead">{say!("Je choisis un changement\u{a0}: je vois qui perdrait ou gagnerait un accès à mon dossier.", "Choisissez un changement\u{a0}: la page suivante dira qui perdrait ou gagnerait un accès au dossier [de prénom].")}</p>
            <p>{pick("C’est un essai\u{a0}: rien ne change tant que je n’ai pas confirmé sur la page suivante.", "C’est un essai\u{a0}: rien ne change tant que vous n’avez pas confirmé sur la page suivante.")}</p>
            <Difference record=record act=String::new()>
                <form method="get" action=address::choose_change(id) class="form form--wide">
                    <input type="hidden" name="retour" value=address::what_if(id)/>
                    <fieldset class="field question">
                        <legend>"Quel changement\u{a0}?"</legend>
                        {choices}
                        {(!people.is_empty()).then(|| view! { <Choice act="bloquer" label="Bloquer un professionnel"/> })}
                    </fieldset>
                    <Blockable people=people/>
                    <ul class="actions">
                        <li>
                            <button class="button" type="submit">"Voir ce qui va changer"</button>
                        </li>
                        <li>
                            <a href=address::emergencies(id)>"Essayer d’autres réponses pour les urgences"</a>
                        </li>
                    </ul>
                </form>
            </Difference>
            <LiveParts/>
        </Frame>
    }
}

#[component]
fn Choice(act: &'static str, #[prop(into)] label: Cow<'static, str>) -> impl IntoView {
    let id = format!("acte-{act}");
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name="acte" value=act/>
            <label for=id>{label}</label>
        </div>
    }
}

/// Whom to block: those who have to do with the record. The directory has the others.
#[component]
fn Blockable(people: Vec<SeeAsPerson>) -> impl IntoView {
    (!people.is_empty()).then(|| {
        let options = people
            .into_iter()
            .map(|SeeAsPerson { professional, .. }| {
                view! { <option value=professional.rpps>{texts::named(&professional.name, &professional.profession)}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for="rpps">{pick("Si je choisis de bloquer un professionnel, lequel\u{a0}?", "Si vous choisissez de bloquer un professionnel, lequel\u{a0}?")}</label>
                <select id="rpps" name="rpps">
                    {options}
                </select>
            </div>
        }
    })
}
