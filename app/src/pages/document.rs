//! One document.

use leptos::prelude::*;
use record::views::{DocumentDetails, ProfileHeader};

use super::documents::author;
use crate::{
    address,
    components::{Frame, Place, Readers, Report, VisibilityForm, VisibilityTag, loaded, reported},
    texts,
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
        Ok((profile, details, report))
    };
    loaded(load, |(profile, details, report)| {
        view! { <Document profile=profile details=details report=report/> }
    })
}

#[component]
fn Document(profile: ProfileHeader, details: DocumentDetails, report: Report) -> impl IntoView {
    let id = profile.id;
    let document = details.document;
    let masked = document.is_masked();
    let here = address::document(id, document.id);
    let content = address::content(id, document.id);
    view! {
        <Frame title=document.title.clone() profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::documents(id)>"Mes documents"</a>
            </p>
            {report.message(id, &here)}
            <h1>{document.title.clone()}</h1>
            <section class="panel" aria-labelledby="visibilite">
                <h2 id="visibilite">"Visibilité"</h2>
                <p>
                    <VisibilityTag masked=masked/>
                </p>
                <p>
                    {if masked {
                        "Les professionnels ne voient pas ce document, sauf ceux qui ont un «\u{a0}Oui\u{a0}» plus bas."
                    } else {
                        "Les professionnels qui me soignent peuvent lire ce document, si leur profession y a droit."
                    }}
                </p>
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
        </Frame>
    }
}
