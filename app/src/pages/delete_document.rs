//! Deleting a document of one's own: what will happen, then that it has. What somebody else wrote is theirs to
//! delete, and can be asked for.

use leptos::prelude::*;
use policy::Rule;
use record::views::{Deletion, DocumentLine, ProfileHeader};

use super::documents::author;
use crate::{
    address,
    components::{Frame, Place, ResultMessage, Why, loaded},
    texts::{self, pick, say},
    visit::{Visit, path_id},
};

/// The confirmation page, or what there is instead.
#[component]
pub(crate) fn DeleteDocumentPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let document = path_id("document").ok_or(record::RecordError::NotFound);
    let load = async move {
        let key = key?;
        let deletion = visit
            .store
            .preview_deletion(key, document?, visit.occasion())
            .await?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        Ok((profile, deletion))
    };
    loaded(load, |(profile, deletion)| match deletion {
        Deletion::Own(document) => view! { <Confirmation profile=profile document=document/> }.into_any(),
        Deletion::NotOwn {
            document,
            may_ask_author,
        } => view! { <NotOwn profile=profile document=document may_ask_author=may_ask_author/> }.into_any(),
        Deletion::Done { title, at } => {
            view! { <Done profile=profile title=title when=texts::moment(at)/> }.into_any()
        }
    })
}

#[component]
fn Confirmation(profile: ProfileHeader, document: DocumentLine) -> impl IntoView {
    let id = profile.id;
    let page = address::document(id, document.id);
    view! {
        <Frame title="Supprimer ce document" profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=page.clone()>"Revenir au document"</a>
            </p>
            <h1>"Supprimer ce document"</h1>
            <p class="lead">
                {format!("«\u{a0}{}\u{a0}», du {}", document.title, texts::day(document.dated))}
            </p>
            <section aria-labelledby="ce-qui-va-se-passer">
                <h2 id="ce-qui-va-se-passer">"Ce qui va se passer"</h2>
                <ul>
                    <li>{say!("Le document et son contenu seront effacés tout de suite, pour moi et pour tous les professionnels.", "Le document et son contenu seront effacés tout de suite du dossier [de prénom], pour vous et pour tous les professionnels.")}</li>
                    <li>
                        <strong>{pick("Je ne pourrai pas le récupérer.", "Vous ne pourrez pas le récupérer.")}</strong>
                        {pick(" Si je veux le garder, je le télécharge d’abord.", " Si vous voulez le garder, téléchargez-le d’abord.")}
                    </li>
                    <li>{say!("Mon historique garde le titre du document, la date de la suppression et les accès passés.", "L’historique [de prénom] garde le titre du document, la date de la suppression et les accès passés.")}</li>
                </ul>
            </section>
            <section aria-labelledby="autre-choix">
                <h2 id="autre-choix">"Un autre choix"</h2>
                <p>
                    {if document.is_masked() {
                        say!("Ce document est déjà masqué\u{a0}: les professionnels qui me soignent ne le voient pas.", "Ce document est déjà masqué\u{a0}: les professionnels qui soignent [prénom] ne le voient pas.")
                    } else {
                        pick("Pour que les professionnels ne le voient plus sans le perdre, je peux le masquer depuis sa page.", "Pour que les professionnels ne le voient plus sans le perdre, vous pouvez le masquer depuis sa page.").into()
                    }}
                </p>
                <p>
                    <a href=format!("{}?telecharger=1", address::content(id, document.id)) download="">
                        "Télécharger le document"
                    </a>
                </p>
            </section>
            <form method="post" action=address::delete_document(id, document.id)>
                <ul class="actions">
                    <li>
                        <button class="button button--danger" type="submit">"Supprimer pour toujours"</button>
                    </li>
                    <li>
                        <a href=page>"Annuler"</a>
                    </li>
                </ul>
            </form>
        </Frame>
    }
}

#[component]
fn NotOwn(profile: ProfileHeader, document: DocumentLine, may_ask_author: bool) -> impl IntoView {
    let id = profile.id;
    view! {
        <Frame title=pick("Je ne peux pas supprimer ce document", "Vous ne pouvez pas supprimer ce document") profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::document(id, document.id)>"Revenir au document"</a>
            </p>
            <h1>{pick("Je ne peux pas supprimer ce document", "Vous ne pouvez pas supprimer ce document")}</h1>
            <p class="lead">{format!("«\u{a0}{}\u{a0}», du {}", document.title, texts::day(document.dated))}</p>
            <p>
                {format!("Il vient de {}. Seul son auteur peut le corriger ou le supprimer. Rien n’a été changé.", author(&document))}
            </p>
            <Why about="– ce refus" rules=vec![Rule::Author]/>
            <p>{say!("Je peux le masquer depuis sa page\u{a0}: les professionnels qui me soignent ne le verront plus.", "Vous pouvez le masquer depuis sa page\u{a0}: les professionnels qui soignent [prénom] ne le verront plus.")}</p>
            {may_ask_author
                .then(|| {
                    view! {
                        <p>
                            <a class="button" href=address::ask_author(id, document.id)>
                                "Demander à l’auteur de le corriger ou de le supprimer"
                            </a>
                        </p>
                    }
                })}
        </Frame>
    }
}

#[component]
fn Done(profile: ProfileHeader, title: String, when: String) -> impl IntoView {
    let id = profile.id;
    view! {
        <Frame title="Document supprimé" profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::documents(id)>{say!("Mes documents", "Documents [de prénom]")}</a>
            </p>
            <ResultMessage text=format!("«\u{a0}{title}\u{a0}» est supprimé.")/>
            <h1>"Document supprimé"</h1>
            <p>
                {say!(format!("Supprimé le {when}. Plus personne ne peut le lire. Mon historique garde la trace de ce que j’ai fait."), format!("Supprimé le {when}. Plus personne ne peut le lire. L’historique [de prénom] garde la trace de ce qui a été fait.")).into_owned()}
            </p>
            <p>
                <a class="button button--secondary" href=address::documents(id)>{say!("Revenir à mes documents", "Revenir aux documents [de prénom]")}</a>
            </p>
        </Frame>
    }
}
