//! One document.

use leptos::prelude::*;
use policy::Rule;
use record::{
    queries::HistoryQuery,
    views::{DocumentDetails, ProfileHeader},
};

use super::{ask_author::Requests, documents::author};
use crate::{
    address,
    components::{
        Frame, Place, Readers, Report, ResultMessage, VisibilityForm, VisibilityTag, Why, loaded, reported,
    },
    texts::{self, say},
    visit::{Visit, path_id, query_value},
};

/// The document, its visibility, who can read it, its content.
#[component]
pub(crate) fn DocumentPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let document = path_id("document").ok_or(record::RecordError::NotFound);
    let done = query_value("fait");
    let load = async move {
        let key = key?;
        let details = visit
            .store
            .show_document(key, document?, visit.occasion())
            .await?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, details, report, done))
    };
    loaded(load, |(profile, details, report, done)| {
        view! { <Document profile=profile details=details report=report done=done/> }
    })
}

#[component]
fn Document(profile: ProfileHeader, details: DocumentDetails, report: Report, done: String) -> impl IntoView {
    let id = profile.id;
    let document = details.document;
    let masked = document.is_masked();
    let here = address::document(id, document.id);
    let own = match done.as_str() {
        "ajoute" => Some(added_text(masked)),
        "demande" => Some(
            say!("Ma demande est enregistrée. Je la retrouve plus bas, avec sa réponse quand elle viendra.", "Votre demande pour [prénom] est enregistrée. Elle est plus bas, avec sa réponse quand elle viendra.")
                .into_owned(),
        ),
        _ => None,
    };
    let content = address::content(id, document.id);
    let delete = address::delete_document(id, document.id);
    let ask = address::ask_author(id, document.id);
    let about = HistoryQuery {
        document: Some(document.id),
        ..HistoryQuery::default()
    };
    let readings = address::history_with(id, &about, None);
    view! {
        <Frame title=document.title.clone() profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::documents(id)>{say!("Mes documents", "Documents [de prénom]")}</a>
            </p>
            {report.message(id, &here)}
            {own.map(|text| view! { <ResultMessage text=text/> })}
            <h1>{document.title.clone()}</h1>
            <section class="panel" aria-labelledby="visibilite">
                <h2 id="visibilite">"Visibilité"</h2>
                <p>
                    <VisibilityTag masked=masked/>
                </p>
                <p>
                    {if masked {
                        "Les professionnels ne voient pas ce document, sauf ceux qui ont un «\u{a0}Oui\u{a0}» plus bas.".into()
                    } else {
                        say!("Les professionnels qui me soignent peuvent lire ce document, si leur profession y a droit.", "Les professionnels qui soignent [prénom] peuvent lire ce document, si leur profession y a droit.")
                    }}
                </p>
                <Why
                    about="– la visibilité de ce document"
                    rules=vec![if masked { Rule::Masked } else { texts::reading_rule(&details.settings) }]
                />
                <VisibilityForm
                    profile=id
                    document=document.clone()
                    back=here
                />
            </section>
            <section aria-labelledby="contenu-document">
                <h2 id="contenu-document">"Le document"</h2>
                <dl class="details">
                    <div>
                        <dt>"Type"</dt>
                        <dd>{document.type_name()}</dd>
                    </div>
                    <div>
                        <dt>"Auteur"</dt>
                        <dd>{author(&document)}</dd>
                    </div>
                    <div>
                        <dt>"Date du document"</dt>
                        <dd>{texts::day(document.dated)}</dd>
                    </div>
                    <div>
                        <dt>"Ajouté le"</dt>
                        <dd>{texts::moment(details.deposited_at)}</dd>
                    </div>
                    <div>
                        <dt>"Taille"</dt>
                        <dd>{texts::size(details.size)}</dd>
                    </div>
                </dl>
                <ul class="actions">
                    <li>
                        <a class="button button--secondary" href=content.clone()>
                            "Ouvrir le document"
                        </a>
                    </li>
                    <li>
                        <a class="button button--secondary" href=format!("{content}?telecharger=1") download="">
                            "Télécharger"
                        </a>
                    </li>
                </ul>
            </section>
            <Readers profile=id document=document settings=details.settings/>
            <p>
                <a href=readings>"Qui a lu ce document, et quand"</a>
            </p>
            <Requests requests=details.requests/>
            {details
                .may_delete
                .then(|| {
                    view! {
                        <section aria-labelledby="supprimer">
                            <h2 id="supprimer">"Supprimer"</h2>
                            <p>{say!("J’ai ajouté ce document\u{a0}: je peux le supprimer.", "Ce document a été ajouté depuis le dossier [de prénom]\u{a0}: vous pouvez le supprimer.")}</p>
                            <p>
                                <a class="button button--secondary" href=delete>"Supprimer ce document"</a>
                            </p>
                        </section>
                    }
                })}
            {details
                .may_ask_author
                .then(|| {
                    view! {
                        <section aria-labelledby="probleme">
                            <h2 id="probleme">"Un problème avec ce document\u{a0}?"</h2>
                            <p>
                                {say!("S’il contient une erreur, ou s’il n’est pas à moi, je peux demander à son auteur de le corriger ou de le supprimer.", "S’il contient une erreur, ou s’il ne concerne pas [prénom], vous pouvez demander à son auteur de le corriger ou de le supprimer.")}
                            </p>
                            <p>
                                <a class="button button--secondary" href=ask>"Signaler un problème à l’auteur"</a>
                            </p>
                        </section>
                    }
                })}
        </Frame>
    }
}

/// What adding it did.
fn added_text(masked: bool) -> String {
    let rest = if masked {
        say!(
            "Il est masqué\u{a0}: les professionnels qui me soignent ne le voient pas.",
            "Il est masqué\u{a0}: les professionnels qui soignent [prénom] ne le voient pas."
        )
    } else {
        say!(
            "Les professionnels qui me soignent peuvent le lire, si leur profession y a droit.",
            "Les professionnels qui soignent [prénom] peuvent le lire, si leur profession y a droit."
        )
    };
    say!(
        format!("Ce document est ajouté à mon dossier. {rest}"),
        format!("Ce document est ajouté au dossier [de prénom]. {rest}")
    )
    .into_owned()
}
