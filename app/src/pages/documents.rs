//! *My documents*.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use leptos::prelude::*;
use policy::{DocumentCategory, Entitlement, EntitlementSet, Rule};
use record::{
    queries::{DocumentQuery, DocumentSort},
    views::{DocumentLine, DocumentPage, ProfileHeader, SettingsChange},
};

use crate::{
    address,
    change_request::{known_category, known_place, visibility_of},
    components::{
        ErrorSummary, Frame, Pagination, Place, Report, VisibilityForm, VisibilityTag, Why, form_title,
        loaded, page_title, reported,
    },
    islands::{CheckReader, PROFESSION, SITUATION, SITUATIONS},
    shell::LiveParts,
    sight::{SeenDocuments, SeenSettings, day_of},
    texts::{self, Voice, say},
    visit::{FormProblem, Visit, path_id, query_value, set_status},
};

/// The query that the address asks for. What makes no sense in it is left out.
fn query_of_address() -> DocumentQuery {
    DocumentQuery {
        search: query_value("recherche").chars().take(200).collect(),
        category: known_category(&query_value("categorie")),
        masked: visibility_of(&query_value("visibilite")),
        organisation: known_place(&query_value("etablissement")),
        from: day_of(&query_value("du")),
        to: day_of(&query_value("au")),
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
    let done = query_value("fait");
    let none_ticked = query_value("choix") == "aucun";
    let load = {
        let (query, visit) = (query.clone(), visit.clone());
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let page = visit.store.list_documents(key, &query, visit.occasion()).await?;
            let report = reported(&visit, key, &done).await;
            Ok((profile, page, report))
        }
    };
    loaded(load, move |(profile, page, report)| {
        if none_ticked {
            set_status(StatusCode::UNPROCESSABLE_ENTITY);
            provide_context(Visit {
                problem: Some(FormProblem {
                    messages: vec![(
                        "liste",
                        "Cochez au moins un document. Rien n’a été changé.".to_owned(),
                    )],
                    ..FormProblem::default()
                }),
                ..visit
            });
        }
        view! { <Documents profile=profile page=page query=query report=report/> }
    })
}

#[component]
fn Documents(
    profile: ProfileHeader,
    page: DocumentPage,
    query: DocumentQuery,
    report: Report,
) -> impl IntoView {
    let id = profile.id;
    let here = address::documents_with(
        id,
        &DocumentQuery {
            page: page.page,
            ..query.clone()
        },
    );
    let narrowed = query.is_narrowed();
    let change = {
        let here = here.clone();
        move |change: SettingsChange| address::change(id, &change, &here)
    };
    let found = narrowed.then(|| {
        let matching = |mask| {
            change(SettingsChange::Matching {
                query: query.clone(),
                mask,
            })
        };
        (page.matching, matching(true), matching(false))
    });
    let has_documents = !page.documents.is_empty();
    let checked = SeenDocuments::new(&page.documents, |document| document.title.clone());
    let settings = SeenSettings::new(&page.settings, &[]);
    let visible = page.total - page.masked;
    view! {
        <Frame title=form_title(&page_title(&say!("Mes documents", "Documents [de prénom]"), page.page)) profile=Some(profile) place=Place::Documents>
            {report.message(id, &here)}
            <ErrorSummary/>
            <h1>{say!("Mes documents", "Documents [de prénom]")}</h1>
            <p class="lead">
                {if page.settings.professionals_opposed {
                    format!(
                        "{}, dont {}. {}",
                        texts::counted(page.total, "document", "documents"),
                        texts::counted(page.masked, "masqué", "masqués"),
                        texts::closed(&page.settings),
                    )
                } else { format!(
                    "{}\u{a0}: {}, {}.",
                    texts::counted(page.total, "document", "documents"),
                    texts::counted(visible, "visible par les professionnels autorisés", "visibles par les professionnels autorisés"),
                    texts::counted(page.masked, "masqué", "masqués"),
                ) }}
            </p>
            {(page.total > 0)
                .then(|| {
                    let masked = (page.masked > 0).then_some(Rule::Masked);
                    let rules = [texts::reading_rule(&page.settings)].into_iter().chain(masked).collect();
                    view! { <Why about="– visible ou masqué" rules=rules/> }
                })}
            <ul class="actions">
                <li><a class="button" href=address::add_document(id)>"Ajouter un document"</a></li>
                {(visible > 0 || page.settings.masked_sections.len() < 4)
                    .then(|| view! { <li><a class="button button--secondary" href=change(SettingsChange::All { mask: true })>"Tout masquer"</a></li> })}
                {(page.masked > 0 || !page.settings.masked_sections.is_empty())
                    .then(|| view! { <li><a class="button button--secondary" href=change(SettingsChange::All { mask: false })>"Tout rendre visible"</a></li> })}
                <li>
                    <a class="button button--secondary" href=address::see_as(id)>{say!("Voir mon dossier comme…", "Voir le dossier [de prénom] comme…")}</a>
                </li>
            </ul>
            <Filters profile=id query=query.clone() organisations=page.organisations.clone()/>
            <h2 id="liste">
                {if narrowed {
                    texts::counted(page.matching, "document trouvé", "documents trouvés")
                } else {
                    "Liste des documents".to_owned()
                }}
            </h2>
            {if page.documents.is_empty() {
                let reversed = query.from.zip(query.to).is_some_and(|(from, to)| from > to);
                let text = if reversed {
                    "Aucun document\u{a0}: le premier jour choisi vient après le dernier. Changez l’un des deux."
                } else if narrowed {
                    "Aucun document ne correspond. Essayez un autre mot, ou effacez les filtres."
                } else {
                    "Ce dossier ne contient encore aucun document."
                };
                view! { <p>{text}</p> }.into_any()
            } else {
                view! {
                    <Choice profile=id back=here.clone() found=found/>
                    <ul class="documents" aria-labelledby="liste">
                        {page
                            .documents
                            .into_iter()
                            .map(|document| {
                                view! { <DocumentRow profile=id document=document back=here.clone()/> }
                            })
                            .collect_view()}
                    </ul>
                    // Far below the first two on a telephone.
                    <ul class="actions">
                        <li>
                            <button class="button button--secondary" type="submit" form="choix" name="acte" value="masquer">
                                "Masquer les cochés"
                            </button>
                        </li>
                        <li>
                            <button class="button button--secondary" type="submit" form="choix" name="acte" value="rendre-visible">
                                "Rendre visibles les cochés"
                            </button>
                        </li>
                    </ul>
                }
                    .into_any()
            }}
            <Pagination
                page=page.page
                pages=page.pages
                address=move |page| address::documents_with(id, &DocumentQuery { page, ..query.clone() })
            />
            // What lives in the browser speaks of one's own record.
            {(has_documents && Voice::current() == Voice::Own)
                .then(|| {
                    view! {
                        <CheckReader documents=checked settings=settings>
                            <CheckForm/>
                        </CheckReader>
                        <LiveParts/>
                    }
                })}
        </Frame>
    }
}

/// Which profession to check, in which situation.
#[component]
fn CheckForm() -> impl IntoView {
    // An old code and the new one of the same profession have the same label, and open the same types.
    let mut labels = BTreeSet::new();
    let professions = Entitlement::all()
        .filter(|entitlement| policy::matrix::opens_anything(EntitlementSet::EMPTY.with(*entitlement)))
        .filter(|entitlement| labels.insert(entitlement.label()))
        .map(|entitlement| {
            let usual = entitlement == Entitlement::physician();
            view! {
                <option value=entitlement.code() selected=usual>
                    {entitlement.label()}
                </option>
            }
        })
        .collect_view();
    let situations = SITUATIONS
        .map(|(situation, label)| view! { <option value=situation.id()>{label}</option> })
        .collect_view();
    view! {
        <h2 id="verifier">"Vérifier ce qu’un professionnel peut lire"</h2>
        <p>
            {say!("Choisissez une profession et une situation. La réponse vaut pour une personne que je n’ai ni bloquée ni nommée administratrice. Elle est calculée ici, dans mon navigateur\u{a0}: rien n’est envoyé.", "Choisissez une profession et une situation. La réponse vaut pour une personne qui n’est ni bloquée ni administratrice du dossier [de prénom].")}
        </p>
        <div class="filters">
            <div class="field">
                <label for=PROFESSION>"Profession"</label>
                <select id=PROFESSION>{professions}</select>
            </div>
            <div class="field">
                <label for=SITUATION>"Situation"</label>
                <select id=SITUATION>{situations}</select>
            </div>
        </div>
    }
}

/// What can be done to several documents at once: those that are ticked, or all that the filter found.
#[component]
fn Choice(
    profile: uuid::Uuid,
    back: String,
    /// How many the filter found, and the addresses that mask them or show them again.
    found: Option<(u64, String, String)>,
) -> impl IntoView {
    view! {
        <form id="choix" method="get" action=address::choose_change(profile) class="choice-bar">
            <input type="hidden" name="retour" value=back/>
            <p id="choix-aide">"Pour les documents cochés\u{a0}:"</p>
            <button class="button button--secondary" type="submit" name="acte" value="masquer" aria-describedby="choix-aide">
                "Masquer"
            </button>
            <button class="button button--secondary" type="submit" name="acte" value="rendre-visible" aria-describedby="choix-aide">
                "Rendre visible"
            </button>
        </form>
        {found
            .filter(|(number, _, _)| *number > 1)
            .map(|(number, mask, show)| {
                let number = texts::grouped(number);
                view! {
                    <ul class="actions">
                        <li><a href=mask>{format!("Masquer les {number} documents trouvés")}</a></li>
                        <li><a href=show>{format!("Rendre visibles les {number} documents trouvés")}</a></li>
                    </ul>
                }
            })}
    }
}

#[component]
fn DocumentRow(profile: uuid::Uuid, document: DocumentLine, back: String) -> impl IntoView {
    view! {
        <li class="document">
            <div class="document__choice">
                <input
                    type="checkbox"
                    form="choix"
                    name="document"
                    id=format!("choix-{}", document.id)
                    value=document.id.to_string()
                />
                <label for=format!("choix-{}", document.id)>
                    <span class="visually-hidden">{format!("Choisir «\u{a0}{}\u{a0}»", document.title)}</span>
                </label>
            </div>
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
        return say!("Ajouté par moi", "Ajouté depuis le dossier [de prénom]").into_owned();
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
fn Filters(profile: uuid::Uuid, query: DocumentQuery, organisations: Vec<String>) -> impl IntoView {
    let narrowed = query.is_narrowed();
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
            <form method="get" action=format!("{}#liste", address::documents(profile)) class="filters">
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
                    <label for="etablissement">"Établissement"</label>
                    <select id="etablissement" name="etablissement">
                        <option value="">"Tous"</option>
                        {organisations
                            .into_iter()
                            .map(|name| {
                                let chosen = query.organisation == name;
                                view! { <option value=name.clone() selected=chosen>{name.clone()}</option> }
                            })
                            .collect_view()}
                    </select>
                </div>
                {[("du", "Depuis le", query.from), ("au", "Jusqu’au", query.to)]
                    .map(|(name, label, day)| {
                        view! {
                            <div class="field">
                                <label for=name>{label}</label>
                                <input id=name name=name type="date" value=day.map(|day| day.to_string())/>
                            </div>
                        }
                    })
                    .collect_view()}
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
