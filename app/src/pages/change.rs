//! Confirming a change of settings: exactly what would change, who gains or loses, and what stays, before anything does.

use axum::{extract::Query, http::request::Parts};
use leptos::prelude::*;
use policy::{Refusal, Section};
use record::{
    RecordError,
    views::{ChangeKind, ChangePreview, DocumentLine, Effect, ProfileHeader, Settings, SettingsChange},
};

use crate::{
    address, change_request,
    components::{ErrorSummary, Frame, Place, Why, form_title, loaded},
    html, texts,
    texts::{pick, say},
    visit::{Visit, path_id, query_value, set_status},
};

/// Titles shown before the rest is folded.
const SHOWN: usize = 10;

/// What the page shows: the change as it would be made, or why it cannot be.
enum Plan {
    Possible(Box<ChangePreview>),
    Refused(Refusal),
}

/// The confirmation page of the change that its address says.
#[component]
pub(crate) fn ChangePage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let pairs = use_context::<Parts>()
        .and_then(|parts| Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).ok())
        .map(|Query(pairs)| pairs)
        .unwrap_or_default();
    let change = change_request::from_query(&pairs);
    let back = query_value("retour");
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let Some(change) = change else {
            return Ok((profile, None));
        };
        let plan = match visit.store.preview_change(key, &change, visit.occasion()).await {
            Ok(preview) => Plan::Possible(Box::new(preview)),
            Err(RecordError::Refused(refusal)) => Plan::Refused(refusal),
            Err(error) => return Err(error),
        };
        Ok((profile, Some((change, plan))))
    };
    loaded(load, move |(profile, asked)| {
        let back = address::back_or(&back, profile.id);
        match asked {
            None => {
                set_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY);
                view! { <Incomplete profile=profile back=back/> }.into_any()
            }
            Some((change, Plan::Refused(refusal))) => {
                set_status(axum::http::StatusCode::CONFLICT);
                view! { <Refused profile=profile change=change refusal=refusal back=back/> }.into_any()
            }
            Some((change, Plan::Possible(preview))) => {
                view! { <Confirmation profile=profile change=change preview=*preview back=back/> }.into_any()
            }
        }
    })
}

/// Something was not chosen: where to go back to.
#[component]
fn Incomplete(profile: ProfileHeader, back: String) -> impl IntoView {
    view! {
        <Frame title="Erreur\u{a0}: il manque un choix" profile=Some(profile)>
            <div class="error-summary" role="alert" tabindex="-1" autofocus>
                <h1 class="error-summary__title">"Il manque un choix"</h1>
                <p>
                    "Rien n’a été changé. Revenez à la page précédente, choisissez ce que vous voulez changer, puis recommencez."
                </p>
            </div>
            <p><a class="button" href=back>"Revenir en arrière"</a></p>
        </Frame>
    }
}

/// The rules do not let it be done: why, and what can be done instead.
#[component]
fn Refused(profile: ProfileHeader, change: SettingsChange, refusal: Refusal, back: String) -> impl IntoView {
    let id = profile.id;
    let instead = match (&change, refusal) {
        (SettingsChange::Block(rpps), Refusal::AdministratorCannotBeBlocked) => Some((
            address::change(id, &SettingsChange::WithdrawAndBlock(*rpps), &back),
            "Retirer et bloquer, en une fois",
        )),
        (SettingsChange::NameAdministrator(rpps), Refusal::AdministratorBlocked) => Some((
            address::change(id, &SettingsChange::Unblock(*rpps), &back),
            "Débloquer ce professionnel",
        )),
        _ => None,
    };
    view! {
        <Frame title="Ce changement n’est pas possible" profile=Some(profile)>
            <h1>"Ce changement n’est pas possible"</h1>
            <p>{texts::change_refused(refusal)}</p>
            <Why about="– ce refus" rules=texts::refusal_rule(refusal).into_iter().collect()/>
            <ul class="actions">
                {instead.map(|(address, label)| view! { <li><a class="button" href=address>{label}</a></li> })}
                <li><a href=back>"Revenir en arrière"</a></li>
            </ul>
        </Frame>
    }
}

#[component]
fn Confirmation(
    profile: ProfileHeader,
    change: SettingsChange,
    preview: ChangePreview,
    back: String,
) -> impl IntoView {
    let id = profile.id;
    let kind = preview.kind;
    let all = matches!(change, SettingsChange::All { .. });
    let title = texts::change_title(&change, &preview);
    let action = address::change(id, &change, &back);
    let place = match kind {
        ChangeKind::DocumentsMasked | ChangeKind::DocumentsUnmasked => Place::Documents,
        _ => Place::Elsewhere,
    };
    view! {
        <Frame title=form_title(&title) profile=Some(profile) place=place>
            <p class="back">
                <a href=back.clone()>"Revenir en arrière"</a>
            </p>
            <ErrorSummary/>
            <h1>{title}</h1>
            {if preview.is_done {
                view! { <Nothing kind=kind all=all preview=preview/> }.into_any()
            } else {
                let settings = preview.settings.clone();
                view! {
                    <section id="changements" aria-labelledby="ce-qui-change">
                        <h2 id="ce-qui-change">"Ce qui va changer"</h2>
                        <WhatChanges preview=preview.clone()/>
                        {(kind == ChangeKind::EmergencyChanged).then(|| view! { <p>{texts::emergencies_today(&settings)}</p> })}
                    </section>
                    {(kind == ChangeKind::AdministratorNamed && !settings.blocked_organisations.is_empty())
                        .then(|| view! { <p>"Si ce médecin travaille dans un établissement bloqué, le blocage l’emporte\u{a0}: de là, le dossier ne s’ouvre pas."</p> })}
                    <Effects gains=preview.gains losses=preview.losses page=action.clone()/>
                    <Why about="– ce que ce changement donne ou retire" rules=texts::change_rules(kind)/>
                    <StillReading kind=kind settings=settings/>
                    <section aria-labelledby="ce-qui-ne-change-pas">
                        <h2 id="ce-qui-ne-change-pas">"Ce qui ne change pas"</h2>
                        <p>{texts::stays(kind)}</p>
                    </section>
                    <form method="post" action=action>
                        <input type="hidden" name="confirme" value=preview.fingerprint/>
                        <ul class="actions">
                            <li>
                                <button class="button" type="submit">
                                    {format!("Confirmer\u{a0}: {}", texts::confirm_label(kind, all))}
                                </button>
                            </li>
                            <li>
                                <a href=back>"Ne rien changer"</a>
                            </li>
                        </ul>
                    </form>
                }
                    .into_any()
            }}
        </Frame>
    }
}

/// Nothing would change, and why.
#[component]
fn Nothing(kind: ChangeKind, all: bool, preview: ChangePreview) -> impl IntoView {
    let text = match (kind, all) {
        (ChangeKind::DocumentsMasked, true) => "Tout est déjà masqué.",
        (ChangeKind::DocumentsUnmasked, true) => "Tout est déjà visible.",
        (ChangeKind::ChangeUndone, _) if !preview.since.is_empty() => {
            "Ce changement ne peut plus être annulé\u{a0}: tout ce qu’il concernait a été changé de nouveau depuis."
        }
        _ => "C’est déjà le cas.",
    };
    view! {
        <p>{text} " Il n’y a rien à changer."</p>
        <Since preview=preview/>
    }
}

/// For an undo: what was changed again since, and stays.
#[component]
fn Since(preview: ChangePreview) -> impl IntoView {
    (!preview.since.is_empty()).then(|| {
        view! {
            <p>"Ce qui a été changé entre-temps reste comme il est\u{a0}:"</p>
            <ul>
                {preview.since.iter().map(|later| view! { <li>{texts::later(later)}</li> }).collect_view()}
            </ul>
        }
    })
}

#[component]
fn WhatChanges(preview: ChangePreview) -> impl IntoView {
    let (masking, unmasking) = (preview.masking.len() as u64, preview.unmasking.len() as u64);
    let alone = masking == 0 || unmasking == 0;
    let unchanged = if alone { preview.unchanged } else { 0 };
    view! {
        {preview.settings_changing.iter().map(|edit| view! { <p>{texts::setting_edit(edit, preview.kind == ChangeKind::ChangeUndone)}</p> }).collect_view()}
        {(masking > 0)
            .then(|| {
                view! {
                    <p>{summary(true, masking, unchanged)}</p>
                    <Titles documents=preview.masking.clone()/>
                }
            })}
        {(unmasking > 0)
            .then(|| {
                view! {
                    <p>{summary(false, unmasking, unchanged)}</p>
                    <Titles documents=preview.unmasking.clone()/>
                }
            })}
        <Sections mask=true sections=preview.sections_masking.clone()/>
        <Sections mask=false sections=preview.sections_unmasking.clone()/>
        <Since preview=preview.clone()/>
    }
}

fn summary(mask: bool, changing: u64, unchanged: u64) -> String {
    let documents = texts::counted(changing, "document", "documents");
    let one = changing < 2;
    let mut text = match (mask, one) {
        (true, true) => format!("{documents} va être masqué."),
        (true, false) => format!("{documents} vont être masqués."),
        (false, true) => format!("{documents} va redevenir visible."),
        (false, false) => format!("{documents} vont redevenir visibles."),
    };
    if unchanged > 0 {
        let already = if mask { "déjà masqué" } else { "déjà visible" };
        let documents = texts::counted(unchanged, "document", "documents");
        let rest = if unchanged < 2 {
            format!(" {documents}, {already}, ne change pas.")
        } else {
            format!(" {documents}, {already}s, ne changent pas.")
        };
        text.push_str(&rest);
    }
    text
}

#[component]
fn Titles(documents: Vec<DocumentLine>) -> impl IntoView {
    let line = |document: &DocumentLine| {
        view! { <li>{texts::titled(document)}</li> }
    };
    let (first, rest) = documents.split_at(documents.len().min(SHOWN));
    view! {
        <ul>{first.iter().map(line).collect_view()}</ul>
        {(!rest.is_empty())
            .then(|| {
                let others = if rest.len() < 2 {
                    "Voir l’autre document".to_owned()
                } else {
                    format!("Voir les {} autres", texts::grouped(rest.len() as u64))
                };
                view! {
                    <details>
                        <summary>{others}</summary>
                        <ul>{rest.iter().map(line).collect_view()}</ul>
                    </details>
                }
            })}
    }
}

#[component]
fn Sections(mask: bool, sections: Vec<String>) -> impl IntoView {
    let labels = sections
        .iter()
        .filter_map(|id| Section::from_id(id))
        .map(Section::label)
        .collect::<Vec<_>>();
    (!labels.is_empty()).then(|| {
        let text = match (mask, labels.len() < 2) {
            (true, true) => say!(
                "Cette rubrique de mon profil sera masquée\u{a0}:",
                "Cette rubrique du profil [de prénom] sera masquée\u{a0}:"
            ),
            (true, false) => say!(
                "Ces rubriques de mon profil seront masquées aussi\u{a0}:",
                "Ces rubriques du profil [de prénom] seront masquées aussi\u{a0}:"
            ),
            (false, true) => say!(
                "Cette rubrique de mon profil redeviendra visible\u{a0}:",
                "Cette rubrique du profil [de prénom] redeviendra visible\u{a0}:"
            ),
            (false, false) => say!(
                "Ces rubriques de mon profil redeviendront visibles aussi\u{a0}:",
                "Ces rubriques du profil [de prénom] redeviendront visibles aussi\u{a0}:"
            ),
        };
        view! {
            <p>{text}</p>
            <ul>{labels.into_iter().map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
        }
    })
}

/// Who gains, who loses: by name first.
#[component]
fn Effects(gains: Vec<Effect>, losses: Vec<Effect>, page: String) -> impl IntoView {
    let whole = html::Whole {
        page: &page,
        shown: query_value("liste").parse().ok(),
    };
    let nobody = gains.is_empty() && losses.is_empty();
    view! {
        <section aria-labelledby="qui-gagne-qui-perd">
            <h2 id="qui-gagne-qui-perd">"Qui perd ou gagne un accès"</h2>
            {nobody
                .then(|| {
                    view! { <p>"Personne, aujourd’hui\u{a0}: ce changement ne modifie pas ce que chacun peut lire maintenant."</p> }
                })}
            <div inner_html=html::effects(&gains, &losses, Some(whole))></div>
        </section>
    }
}

/// Who may read what the change closes, or opens. Of other changes, who gains and who loses says all.
#[component]
fn StillReading(kind: ChangeKind, settings: Settings) -> impl IntoView {
    let title = match kind {
        ChangeKind::DocumentsMasked => "Qui pourra encore lire ces documents",
        ChangeKind::DocumentsUnmasked => "Qui pourra lire ces documents",
        ChangeKind::SectionMasked => "Qui pourra encore lire cette rubrique",
        ChangeKind::SectionUnmasked => "Qui pourra lire cette rubrique",
        ChangeKind::ProfessionalsOpposed => pick(
            "Qui pourra encore lire mon dossier",
            "Qui pourra encore lire le dossier",
        ),
        _ => return None,
    };
    let mask = matches!(kind, ChangeKind::DocumentsMasked | ChangeKind::SectionMasked);
    let closes = mask || kind == ChangeKind::ProfessionalsOpposed;
    let is_section = matches!(kind, ChangeKind::SectionMasked | ChangeKind::SectionUnmasked);
    let (samu, break_glass, masked) = settings.emergency;
    let some_blocked = !settings.blocked.is_empty() || !settings.blocked_organisations.is_empty();
    let (reading, shut_out) = settings.administrators_by_access();
    let shut_out = shut_out
        .into_iter()
        .map(|person| view! { <li>{format!("{}, médecin administrateur\u{a0}: non, son établissement est bloqué", person.name)}</li> })
        .collect_view();
    let administrators = reading
        .into_iter()
        .map(|person| view! { <li>{say!(format!("{}, médecin administrateur de mon dossier\u{a0}: tous mes documents", person.name), format!("{}, médecin administrateur du dossier [de prénom]\u{a0}: tous ses documents", person.name)).into_owned()}</li> })
        .collect_view();
    let emergencies = match (mask, samu, break_glass, masked) {
        (_, false, false, _) => say!(
            "Les urgences\u{a0}: non, je les ai refusées.",
            "Les urgences\u{a0}: non, elles ont été refusées pour [prénom]."
        ),
        (true, _, _, false) => {
            say!(
                "Les urgences\u{a0}: non, j’ai refusé l’accès à ce qui est masqué en urgence.",
                "Les urgences\u{a0}: non, l’accès à ce qui est masqué en urgence a été refusé pour [prénom]."
            )
        }
        (_, true, true, _) => {
            "En urgence seulement\u{a0}: le SAMU, et les autres professionnels qui donnent un motif.".into()
        }
        (_, true, false, _) => {
            say!(
                "En urgence seulement\u{a0}: le SAMU. J’ai refusé les autres accès en urgence.",
                "En urgence seulement\u{a0}: le SAMU. Les autres accès en urgence ont été refusés pour [prénom]."
            )
        }
        (_, false, true, _) => {
            say!(
                "En urgence seulement\u{a0}: les professionnels qui donnent un motif, médecins du SAMU compris.",
                "En urgence seulement\u{a0}: les professionnels qui donnent un motif, médecins du SAMU compris."
            )
        }
    };
    Some(view! {
        <section aria-labelledby="qui-lit-encore">
            <h2 id="qui-lit-encore">{title}</h2>
            <ul>
                {(!is_section)
                    .then(|| view! { <li>"Le professionnel qui a écrit un document\u{a0}: ce document-là, toujours."</li> })}
                {administrators}
                {shut_out}
                <li>{emergencies}</li>
                {(closes && some_blocked)
                    .then(|| view! { <li>"Les professionnels et les établissements bloqués\u{a0}: non, même en urgence, sauf pour relire ce qu’ils ont écrit."</li> })}
                {(!closes)
                    .then(|| {
                        if settings.professionals_opposed {
                            view! { <li>{say!("Les autres professionnels\u{a0}: non, j’ai fermé mon dossier à tous.", "Les autres professionnels\u{a0}: non, le dossier [de prénom] est fermé à tous.")}</li> }.into_any()
                        } else {
                            view! {
                                <li>
                                    {say!("Les professionnels qui me soignent, selon leur profession et le type de document, sauf ceux que j’ai bloqués.", "Les professionnels qui soignent [prénom], selon leur profession et le type de document, sauf ceux qui ont été bloqués.")}
                                </li>
                            }
                                .into_any()
                        }
                    })}
            </ul>
        </section>
    })
}
