//! *Mask all* and *make all visible*: exactly what would change, and who would still read, before anything does.

use leptos::prelude::*;
use policy::Section;
use record::{
    acts::Scope,
    views::{DocumentLine, ProfileHeader, Settings, VisibilityPreview},
};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, loaded},
    texts,
    visit::{Visit, path_id},
};

/// Titles shown before the rest is folded.
const SHOWN: usize = 10;

/// The confirmation page.
#[component]
pub(crate) fn ChangeAllPage(mask: bool) -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let preview = visit
            .store
            .preview_visibility(key, mask, Scope::All, visit.occasion())
            .await?;
        Ok((profile, preview))
    };
    loaded(
        load,
        |(profile, preview)| view! { <Confirmation profile=profile preview=preview/> },
    )
}

#[component]
fn Confirmation(profile: ProfileHeader, preview: VisibilityPreview) -> impl IntoView {
    let id = profile.id;
    let mask = preview.mask;
    let title = if mask {
        "Masquer tous mes documents"
    } else {
        "Rendre tous mes documents visibles"
    };
    let nothing = preview.changing.is_empty() && preview.sections.is_empty();
    let changing = preview.changing.len() as u64;
    view! {
        <Frame title=title profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::documents(id)>"Mes documents"</a>
            </p>
            <ErrorSummary/>
            <h1>{title}</h1>
            {if nothing {
                let text = if mask { "Tout est déjà masqué." } else { "Tout est déjà visible." };
                view! {
                    <p>{text} " Il n’y a rien à changer."</p>
                }
                    .into_any()
            } else {
                view! {
                    <section id="changements" aria-labelledby="ce-qui-change">
                        <h2 id="ce-qui-change">"Ce qui va changer"</h2>
                        <p>{summary(mask, changing, preview.unchanged)}</p>
                        <Titles documents=preview.changing/>
                        <Sections mask=mask sections=preview.sections/>
                    </section>
                    <section aria-labelledby="qui-lit-encore">
                        <h2 id="qui-lit-encore">
                            {if mask { "Qui pourra encore lire ces documents" } else { "Qui pourra lire ces documents" }}
                        </h2>
                        <StillReading mask=mask settings=preview.settings/>
                    </section>
                    <section aria-labelledby="ce-qui-ne-change-pas">
                        <h2 id="ce-qui-ne-change-pas">"Ce qui ne change pas"</h2>
                        <p>
                            "Les prochains documents ajoutés garderont le réglage actuel. Moi, je vois toujours tous mes documents. Je pourrai revenir en arrière à tout moment."
                        </p>
                    </section>
                    <form method="post" action=address::change_all(id, mask)>
                        <input type="hidden" name="confirme" value=preview.fingerprint/>
                        <ul class="actions">
                            <li>
                                <button class="button" type="submit">
                                    {if mask { "Confirmer\u{a0}: tout masquer" } else { "Confirmer\u{a0}: tout rendre visible" }}
                                </button>
                            </li>
                            <li>
                                <a href=address::documents(id)>"Annuler"</a>
                            </li>
                        </ul>
                    </form>
                }
                    .into_any()
            }}
        </Frame>
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
        view! { <li>{format!("{} ({})", document.title, texts::day(document.dated))}</li> }
    };
    let (first, rest) = documents.split_at(documents.len().min(SHOWN));
    view! {
        <ul>{first.iter().map(line).collect_view()}</ul>
        {(!rest.is_empty())
            .then(|| {
                view! {
                    <details>
                        <summary>{format!("Voir les {} autres", texts::grouped(rest.len() as u64))}</summary>
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
        let text = if mask {
            "Ces rubriques de mon profil seront masquées aussi\u{a0}:"
        } else {
            "Ces rubriques de mon profil redeviendront visibles aussi\u{a0}:"
        };
        view! {
            <p>{text}</p>
            <ul>{labels.into_iter().map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
        }
    })
}

#[component]
fn StillReading(mask: bool, settings: Settings) -> impl IntoView {
    let (samu, break_glass, masked) = settings.emergency;
    let administrators = settings
        .administrators
        .iter()
        .map(|person| view! { <li>{format!("{}, médecin administrateur de mon dossier\u{a0}: tous mes documents", person.name)}</li> })
        .collect_view();
    let emergencies = match (mask, samu, break_glass, masked) {
        (_, false, false, _) => "Les urgences\u{a0}: non, je les ai refusées.",
        (true, _, _, false) => {
            "Les urgences\u{a0}: non, j’ai refusé l’accès aux documents masqués en urgence."
        }
        (_, true, true, _) => {
            "En urgence seulement\u{a0}: le SAMU, et les autres professionnels qui donnent un motif."
        }
        (_, true, false, _) => {
            "En urgence seulement\u{a0}: le SAMU. J’ai refusé les autres accès en urgence."
        }
        (_, false, true, _) => {
            "En urgence seulement\u{a0}: les professionnels qui donnent un motif. J’ai refusé le SAMU."
        }
    };
    view! {
        <ul>
            <li>"Le professionnel qui a écrit un document\u{a0}: ce document-là, toujours."</li>
            {administrators}
            <li>{emergencies}</li>
            {(!mask)
                .then(|| {
                    if settings.professionals_opposed {
                        view! { <li>"Les autres professionnels\u{a0}: non, j’ai fermé mon dossier à tous."</li> }.into_any()
                    } else {
                        view! {
                            <li>
                                "Les professionnels qui me soignent, selon leur profession et le type de document, sauf ceux que j’ai bloqués."
                            </li>
                        }
                            .into_any()
                    }
                })}
        </ul>
    }
}
