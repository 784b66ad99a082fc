//! *My documents*.

use leptos::prelude::*;
use policy::DocumentCategory;
use record::{
    queries::{DocumentQuery, DocumentSort},
    views::{ChangeReport, DocumentLine, DocumentPage, ProfileHeader},
};

use crate::{
    address,
    components::{Frame, Pagination, Place, ResultMessage, VisibilityForm, VisibilityTag, loaded},
    islands::{CheckReader, CheckedDocument, CheckedSettings},
    shell::LiveParts,
    texts,
    visit::{Visit, path_id, query_value},
};

/// The query that the address asks for. What makes no sense in it is left out.
fn query_of_address() -> DocumentQuery {
    let category = query_value("categorie");
    DocumentQuery {
        search: query_value("recherche").chars().take(200).collect(),
        category: if DocumentCategory::ALL.iter().any(|known| known.code() == category) {
            category
        } else {
            String::new()
        },
        masked: match query_value("visibilite").as_str() {
            "masques" => Some(true),
            "visibles" => Some(false),
            _ => None,
        },
        sort: [DocumentSort::Oldest, DocumentSort::Title, DocumentSort::Author]
            .into_iter()
            .find(|sort| address::sort_name(*sort) == query_value("tri"))
            .unwrap_or_default(),
        page: query_value("page").parse().unwrap_or(1),
    }
}

/// The list, its filters, and what was just done.
#[component]
pub(crate) fn DocumentsPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let query = query_of_address();
    let change = query_value("fait");
    let load = {
        let query = query.clone();
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let page = visit.store.list_documents(key, &query, visit.occasion()).await?;
            let report = match change.parse() {
                Ok(change) => visit
                    .store
                    .report_change(key, change, visit.occasion())
                    .await
                    .ok(),
                Err(_) => None,
            };
            Ok((profile, page, report, change))
        }
    };
    loaded(load, move |(profile, page, report, change)| {
        view! { <Documents profile=profile page=page query=query report=report change=change/> }
    })
}

/// What a change did, in a sentence.
pub(crate) fn report_text(report: &ChangeReport) -> String {
    match (&report.title, report.mask) {
        (Some(title), true) => format!(
            "«\u{a0}{title}\u{a0}» est maintenant masqué. Les professionnels ne le voient plus, sauf son auteur, mes médecins administrateurs et les urgences si je les ai permises."
        ),
        (Some(title), false) => {
            format!("«\u{a0}{title}\u{a0}» est maintenant visible par les professionnels autorisés.")
        }
        (None, mask) => {
            let (one, many) = if mask {
                ("masqué", "masqués")
            } else {
                ("rendu visible", "rendus visibles")
            };
            format!(
                "C’est fait\u{a0}: {} {}.",
                texts::counted(report.changed, "document", "documents"),
                if report.changed < 2 { one } else { many }
            )
        }
    }
}

#[component]
fn Documents(
    profile: ProfileHeader,
    page: DocumentPage,
    query: DocumentQuery,
    report: Option<ChangeReport>,
    change: String,
) -> impl IntoView {
    let id = profile.id;
    let here = address::documents_with(
        id,
        &DocumentQuery {
            page: page.page,
            ..query.clone()
        },
    );
    let narrowed = !query.search.is_empty() || !query.category.is_empty() || query.masked.is_some();
    let message = match (&report, change.as_str()) {
        (Some(report), _) => Some(report_text(report)),
        (None, "deja") => Some("Rien n’a changé\u{a0}: c’était déjà fait.".to_owned()),
        _ => None,
    };
    let checked = page
        .documents
        .iter()
        .map(CheckedDocument::from)
        .collect::<Vec<_>>();
    let settings = CheckedSettings::from(&page.settings);
    let visible = page.total - page.masked;
    view! {
        <Frame title="Mes documents" profile=Some(profile) place=Place::Documents>
            {message.map(|text| view! { <ResultMessage text=text/> })}
            <h1>"Mes documents"</h1>
            <p class="lead">
                {format!(
                    "{}\u{a0}: {}, {}.",
                    texts::counted(page.total, "document", "documents"),
                    texts::counted(visible, "visible par les professionnels autorisés", "visibles par les professionnels autorisés"),
                    texts::counted(page.masked, "masqué", "masqués"),
                )}
            </p>
            <ul class="actions">
                {(visible > 0 || page.settings.masked_sections.len() < 4)
                    .then(|| view! { <li><a class="button button--secondary" href=address::change_all(id, true)>"Tout masquer"</a></li> })}
                {(page.masked > 0 || !page.settings.masked_sections.is_empty())
                    .then(|| view! { <li><a class="button button--secondary" href=address::change_all(id, false)>"Tout rendre visible"</a></li> })}
            </ul>
            <Filters profile=id query=query.clone()/>
            <h2 id="liste">
                {if narrowed {
                    texts::counted(page.matching, "document trouvé", "documents trouvés")
                } else {
                    "Liste des documents".to_owned()
                }}
            </h2>
            {if page.documents.is_empty() {
                let text = if narrowed {
                    "Aucun document ne correspond. Essayez un autre mot, ou effacez les filtres."
                } else {
                    "Ce dossier ne contient encore aucun document."
                };
                view! { <p>{text}</p> }.into_any()
            } else {
                view! {
                    <ul class="documents" aria-labelledby="liste">
                        {page
                            .documents
                            .into_iter()
                            .map(|document| {
                                view! { <DocumentRow profile=id document=document back=here.clone()/> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <Pagination
                page=page.page
                pages=page.pages
                address=move |page| address::documents_with(id, &DocumentQuery { page, ..query.clone() })
            />
            {(!checked.is_empty())
                .then(|| {
                    view! {
                        <CheckReader documents=checked settings=settings/>
                        <LiveParts/>
                    }
                })}
        </Frame>
    }
}

#[component]
fn DocumentRow(profile: uuid::Uuid, document: DocumentLine, back: String) -> impl IntoView {
    view! {
        <li class="document">
            <div class="document__what">
                <h3 class="document__title">
                    <a href=address::document(profile, document.id)>{document.title.clone()}</a>
                </h3>
                <p class="document__type">{document.type_name()}</p>
                <p class="document__author">{author(&document)}</p>
                <p class="document__date">
                    <time datetime=document.dated.to_string()>{texts::day(document.dated)}</time>
                </p>
            </div>
            <div class="document__state">
                <VisibilityTag masked=document.is_masked()/>
                <VisibilityForm profile=profile document=document back=back in_list=true/>
            </div>
        </li>
    }
}

/// Who a document comes from, with profession and place.
pub(crate) fn author(document: &DocumentLine) -> String {
    let author = &document.author;
    if author.kind == "holder" {
        return "Ajouté par moi".to_owned();
    }
    [
        author.name.as_str(),
        author.profession.as_str(),
        author.organisation.as_str(),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(", ")
}

#[component]
fn Filters(profile: uuid::Uuid, query: DocumentQuery) -> impl IntoView {
    let narrowed = !query.search.is_empty() || !query.category.is_empty() || query.masked.is_some();
    let categories = DocumentCategory::ALL
        .into_iter()
        .filter(|category| !category.code().is_empty())
        .map(|category| {
            let chosen = query.category == category.code();
            view! { <option value=category.code() selected=chosen>{category.label()}</option> }
        });
    let orders = [
        (DocumentSort::Newest, "Plus récents d’abord"),
        (DocumentSort::Oldest, "Plus anciens d’abord"),
        (DocumentSort::Title, "Par titre"),
        (DocumentSort::Author, "Par auteur"),
    ]
    .map(|(sort, label)| {
        view! { <option value=address::sort_name(sort) selected=query.sort == sort>{label}</option> }
    });
    view! {
        <search>
            <form method="get" action=address::documents(profile) class="filters">
                <div class="field">
                    <label for="recherche">"Chercher un mot (titre, type, auteur)"</label>
                    <input id="recherche" name="recherche" type="search" maxlength="200" value=query.search.clone()/>
                </div>
                <div class="field">
                    <label for="categorie">"Catégorie"</label>
                    <select id="categorie" name="categorie">
                        <option value="">"Toutes"</option>
                        {categories.collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="visibilite">"Visibilité"</label>
                    <select id="visibilite" name="visibilite">
                        <option value="">"Tous"</option>
                        <option value="visibles" selected=query.masked == Some(false)>"Visibles"</option>
                        <option value="masques" selected=query.masked == Some(true)>"Masqués"</option>
                    </select>
                </div>
                <div class="field">
                    <label for="tri">"Ordre"</label>
                    <select id="tri" name="tri">{orders.collect_view()}</select>
                </div>
                <div class="filters__send">
                    <button class="button button--secondary" type="submit">"Afficher"</button>
                    {narrowed.then(|| view! { <a href=address::documents(profile)>"Effacer les filtres"</a> })}
                </div>
            </form>
        </search>
    }
}
