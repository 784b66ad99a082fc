//! Reporting a problem with a document to its author: correct it, delete it, or it is somebody else's.

use leptos::prelude::*;
use record::views::{AskedDocument, DocumentRequest, ProfileHeader, RequestKind};

use super::{
    add_document::{Message, described},
    documents::author,
};
use crate::{
    address,
    components::{ErrorSummary, Frame, Place, RequiredFields, loaded},
    html::as_html,
    texts::{self, pick, say},
    visit::{Visit, path_id},
};

/// The form, and what was wrong with it when it comes back.
#[component]
pub(crate) fn AskAuthorPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let document = path_id("document").ok_or(record::RecordError::NotFound);
    let load = {
        let visit = visit.clone();
        async move {
            let key = key?;
            let asked = visit
                .store
                .asked_document(key, document?, visit.occasion())
                .await?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            Ok((profile, asked))
        }
    };
    loaded(load, move |(profile, asked)| {
        if asked.may_ask_author {
            view! { <AskAuthor visit=visit profile=profile asked=asked/> }.into_any()
        } else {
            view! { <NobodyToAsk profile=profile asked=asked/> }.into_any()
        }
    })
}

#[component]
fn AskAuthor(visit: Visit, profile: ProfileHeader, asked: AskedDocument) -> impl IntoView {
    let id = profile.id;
    let document = asked.document;
    let page = address::document(id, document.id);
    let failed = visit.problem.is_some();
    let kind = visit.message("demande-correct");
    let text = visit.message("texte");
    let chosen = visit.typed("demande");
    let kinds = RequestKind::ALL.map(|kind| {
        let field = format!("demande-{}", kind.id());
        view! {
            <div class="choice">
                <input id=field.clone() name="demande" type="radio" value=kind.id() checked=chosen == kind.id()/>
                <label for=field>{texts::request_kind(kind)}</label>
            </div>
        }
    });
    let heading = "Signaler un problème à l’auteur";
    view! {
        <Frame
            title=if failed { "Erreur\u{a0}: signaler un problème à l’auteur".to_owned() } else { heading.to_owned() }
            profile=Some(profile)
            place=Place::Documents
        >
            <p class="back">
                <a href=page.clone()>"Revenir au document"</a>
            </p>
            <ErrorSummary/>
            <h1>{heading}</h1>
            <p class="lead">{format!("«\u{a0}{}\u{a0}», du {}", document.title, texts::day(document.dated))}</p>
            <p>
                {format!("Auteur\u{a0}: {}. Lui seul peut corriger ou supprimer ce document.", author(&document))}
            </p>
            <Requests requests=asked.requests/>
            <form method="post" action=address::ask_author(id, document.id) class="form" novalidate>
                <RequiredFields says="Choisir une demande est obligatoire. Le texte ne l’est que pour une correction."/>
                <fieldset
                    class="question"
                    class:field--wrong=kind.is_some()
                    aria-describedby=described("demande-correct", kind.is_some(), "")
                >
                    <legend>{say!("Ma demande", "Votre demande pour [prénom]")}</legend>
                    <Message field="demande-correct" message=kind.clone()/>
                    {kinds.collect_view()}
                </fieldset>
                <div class="field" class:field--wrong=text.is_some()>
                    <label for="texte">"Ce que l’auteur doit savoir"</label>
                    <p class="field__hint" id="texte-aide">
                        "Pour une correction, écrivez ce qui est faux. 1\u{202f}000 caractères au plus."
                    </p>
                    <Message field="texte" message=text.clone()/>
                    <textarea
                        id="texte"
                        name="texte"
                        rows="6"
                        aria-invalid=text.is_some().then_some("true")
                        aria-describedby=described("texte", text.is_some(), "texte-aide")
                    >
                        {format!("\n{}", as_html(&visit.typed("texte")))}
                    </textarea>
                </div>
                <section aria-labelledby="ensuite">
                    <h2 id="ensuite">"Ce qui va se passer"</h2>
                    <ul>
                        <li>{pick("Ma demande sera gardée avec ce document, avec sa date et sa réponse.", "Votre demande sera gardée avec ce document, avec sa date et sa réponse.")}</li>
                        <li>{say!("Elle figurera dans mon historique.", "Elle figurera dans l’historique [de prénom].")}</li>
                        <li>{pick("Le document ne change pas tant que son auteur n’a rien fait. En attendant, je peux le masquer.", "Le document ne change pas tant que son auteur n’a rien fait. En attendant, vous pouvez le masquer.")}</li>
                    </ul>
                </section>
                <ul class="actions">
                    <li>
                        <button class="button" type="submit">{pick("Enregistrer ma demande", "Enregistrer la demande")}</button>
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
fn NobodyToAsk(profile: ProfileHeader, asked: AskedDocument) -> impl IntoView {
    let id = profile.id;
    let document = asked.document;
    let own = matches!(document.author.kind.as_str(), "holder" | "legal_representative");
    view! {
        <Frame title="Signaler un problème" profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::document(id, document.id)>"Revenir au document"</a>
            </p>
            <h1>"Signaler un problème"</h1>
            {if own {
                view! {
                    <p>{say!("Ce document vient de moi\u{a0}: je n’ai personne à qui demander. Je peux le supprimer moi-même.", "Ce document a été ajouté depuis le dossier [de prénom]\u{a0}: il n’y a personne à qui demander. Vous pouvez le supprimer vous-même.")}</p>
                    <p>
                        <a class="button button--secondary" href=address::delete_document(id, document.id)>
                            "Supprimer ce document"
                        </a>
                    </p>
                }
                    .into_any()
            } else {
                view! {
                    <p>{pick("Ce document n’a pas été écrit par un professionnel\u{a0}: il n’y a personne à qui demander ici. Je peux le masquer.", "Ce document n’a pas été écrit par un professionnel\u{a0}: il n’y a personne à qui demander ici. Vous pouvez le masquer.")}</p>
                }
                    .into_any()
            }}
        </Frame>
    }
}

/// What was asked already, newest first. Nothing when nothing was.
#[component]
pub(crate) fn Requests(requests: Vec<DocumentRequest>) -> impl IntoView {
    (!requests.is_empty()).then(|| {
        let lines = requests
            .into_iter()
            .map(|request| {
                let state = match request.answered_at {
                    None => "Enregistrée, pas encore de réponse".to_owned(),
                    Some(at) => format!("Réponse reçue le {}", texts::moment(at)),
                };
                view! {
                    <li class="request">
                        <p class="request__what">
                            <strong>{texts::request_kind(request.kind)}</strong>
                        </p>
                        {(!request.text.is_empty()).then(|| view! { <p class="request__text">{request.text}</p> })}
                        <p class="request__state">
                            {format!("Demande du {}. {state}.", texts::moment(request.at))}
                        </p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="demandes">
                <h2 id="demandes">{say!("Mes demandes à l’auteur", "Demandes à l’auteur pour [prénom]")}</h2>
                <ul class="lines">{lines}</ul>
            </section>
        }
    })
}
