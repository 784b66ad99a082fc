//! *My professionals*: who is authorised, who is blocked, who came; and the directory, to block someone before
//! they ever come.

use std::borrow::Cow;

use leptos::prelude::*;
use policy::Rule;
use record::{
    queries::DirectoryQuery,
    views::{
        DirectoryEntry, DirectoryPage, ListedProfessional, PlaceView, ProfessionalsOverview, ProfileHeader,
        SettingsChange, Standing,
    },
};
use uuid::Uuid;

use crate::{
    address,
    components::{ErrorSummary, Frame, Icon, Place, Report, Why, form_title, loaded, page_title, reported},
    texts::{self, say},
    visit::{Visit, path_id, query_value},
};

/// The longest search that is kept, in characters.
const LONGEST: usize = 200;

/// The lists, the search and what it found.
#[component]
pub(crate) fn ProfessionalsPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let query = DirectoryQuery {
        search: query_value("recherche").chars().take(LONGEST).collect(),
        page: query_value("page").parse().unwrap_or(1),
    };
    let done = query_value("fait");
    let load = {
        let query = query.clone();
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let overview = visit.store.list_professionals(key, visit.occasion()).await?;
            let found = if query.search.trim().is_empty() || visit.problem.is_some() {
                None
            } else {
                Some(visit.store.search_directory(&query).await?)
            };
            let report = reported(&visit, key, &done).await;
            Ok((profile, overview, found, report))
        }
    };
    loaded(load, move |(profile, overview, found, report)| {
        view! { <Professionals profile=profile overview=overview found=found query=query report=report/> }
    })
}

#[component]
fn Professionals(
    profile: ProfileHeader,
    overview: ProfessionalsOverview,
    found: Option<DirectoryPage>,
    query: DirectoryQuery,
    report: Report,
) -> impl IntoView {
    let id = profile.id;
    let here = match &found {
        Some(page) => address::professionals_with(
            id,
            &DirectoryQuery {
                page: page.page,
                ..query.clone()
            },
        ),
        None => address::professionals(id),
    };
    let opposed = overview.settings.professionals_opposed;
    let oppose = address::change(id, &SettingsChange::Oppose(!opposed), &address::professionals(id));
    view! {
        <Frame title=form_title(&page_title("Professionnels", found.as_ref().map_or(1, |found| found.page))) profile=Some(profile) place=Place::Professionals>
            {report.message(id, &here)}
            <ErrorSummary/>
            <h1>{say!("Mes professionnels de santé", "Professionnels de santé [de prénom]")}</h1>
            <p class="lead">
                {if opposed {
                    texts::closed(&overview.settings).into()
                } else {
                    say!("Les professionnels qui me soignent peuvent ouvrir mon dossier, sauf ceux que j’ai bloqués. Un professionnel bloqué n’est pas prévenu.", "Les professionnels qui soignent [prénom] peuvent ouvrir son dossier, sauf ceux qui ont été bloqués. Un professionnel bloqué n’est pas prévenu.")
                }}
            </p>
            <Why about="– ouvert ou fermé" rules=vec![texts::reading_rule(&overview.settings)]/>
            <Search profile=id query=query.clone()/>
            {found
                .map(|page| {
                    view! { <Found profile=id page=page overview=overview.clone() query=query.clone() back=here.clone()/> }
                })}
            <List
                profile=id
                id="administrateurs"
                title=say!("Médecins administrateurs de mon dossier", "Médecins administrateurs du dossier [de prénom]")
                hint=say!("Un médecin administrateur lit tous mes documents, même masqués, et garde son accès si je ferme mon dossier aux autres.", "Un médecin administrateur lit tous les documents [de prénom], même masqués, et garde son accès si le dossier est fermé aux autres.")
                nobody=say!("Je n’ai nommé aucun médecin administrateur. Pour en nommer un, je le cherche dans l’annuaire, puis j’ouvre sa page.", "Aucun médecin administrateur n’est nommé pour [prénom]. Pour en nommer un, cherchez-le dans l’annuaire, puis ouvrez sa page.")
                rule=Rule::Administrator
                people=overview.administrators.clone()
                back=here.clone()
            />
            <List
                profile=id
                id="autorises"
                title="Autorisés"
                hint=if opposed { say!("Ces professionnels avaient déclaré me soigner, ou avoir mon accord. Tant que mon dossier est fermé à tous, ils relisent seulement ce qu’ils ont écrit.", "Ces professionnels avaient déclaré soigner [prénom], ou avoir l’accord de ses représentants. Tant que le dossier est fermé à tous, ils relisent seulement ce qu’ils ont écrit.") } else { say!("Ces professionnels ont déclaré me soigner, ou avoir mon accord, en ouvrant mon dossier.", "Ces professionnels ont déclaré soigner [prénom], ou avoir l’accord de ses représentants, en ouvrant son dossier.") }
                nobody="Aucun professionnel n’a encore d’accord enregistré."
                rule=texts::reading_rule(&overview.settings)
                closed=opposed
                people=overview.authorised.clone()
                back=here.clone()
            />
            <List
                profile=id
                id="venus"
                title="Déjà venus, sans accord enregistré"
                hint=say!("Ils ont ouvert mon dossier, par exemple en urgence, ou je les ai débloqués depuis. Ils n’ont aujourd’hui ni accord ni blocage.", "Ils ont ouvert le dossier [de prénom], par exemple en urgence, ou ont été débloqués depuis. Ils n’ont aujourd’hui ni accord ni blocage.")
                nobody="Personne."
                rule=Rule::NoLegalBasis
                closed=opposed
                people=overview.came.clone()
                back=here.clone()
            />
            <List
                profile=id
                id="bloques"
                title="Bloqués"
                hint="Ils ne lisent que les documents qu’ils ont eux-mêmes écrits, même en urgence, SAMU compris. Débloquer ne redonne pas d’accord\u{a0}: on revient à «\u{a0}aucun accord\u{a0}»."
                nobody=if overview.blocked_organisations.is_empty() {
                    say!("Je n’ai bloqué personne.", "Personne n’est bloqué pour [prénom].")
                } else {
                    say!("Je n’ai bloqué personne par son nom, mais des établissements entiers\u{a0}: la liste est plus bas.", "Personne n’est bloqué par son nom pour [prénom], mais des établissements entiers le sont\u{a0}: la liste est plus bas.")
                }
                rule=Rule::BlockedProfessional
                people=overview.blocked.clone()
                back=here.clone()
            />
            {(!overview.blocked_organisations.is_empty())
                .then(|| {
                    let lines = overview
                        .blocked_organisations
                        .iter()
                        .map(|organisation| {
                            let unblock = organisation
                                .finess
                                .parse()
                                .ok()
                                .map(|finess| address::change(id, &SettingsChange::UnblockOrganisation(finess), &here));
                            view! {
                                <li class="person">
                                    <div class="person__who">
                                        <p class="person__name">{organisation.name.clone()}</p>
                                        <p class="person__when">{format!("Depuis le {}", texts::moment(organisation.since))}</p>
                                    </div>
                                    <div class="person__acts">
                                        <StandingTag standing=Standing::Blocked/>
                                        {unblock
                                            .map(|unblock| {
                                                view! {
                                                    <a class="button button--secondary" href=unblock>
                                                        "Débloquer"
                                                        <span class="visually-hidden">{format!(" {}", organisation.name)}</span>
                                                    </a>
                                                }
                                            })}
                                    </div>
                                </li>
                            }
                        })
                        .collect_view();
                    view! {
                        <section aria-labelledby="etablissements">
                            <h2 id="etablissements">"Établissements bloqués"</h2>
                            <Why about="– les établissements bloqués" rules=vec![Rule::BlockedOrganisation]/>
                            <ul class="people" aria-labelledby="etablissements">{lines}</ul>
                        </section>
                    }
                })}
            <section class="panel" aria-labelledby="tous">
                <h2 id="tous">"Tous les professionnels à la fois"</h2>
                <p>
                    {if opposed {
                        say!("Rouvrir mon dossier ne change ni les blocages ni les documents masqués.", "Rouvrir le dossier [de prénom] ne change ni les blocages ni les documents masqués.")
                    } else {
                        say!("Je peux fermer mon dossier à tous les professionnels. Ils pourront encore y ajouter des documents, mais chacun ne lira plus que ce qu’il a écrit.", "Vous pouvez fermer le dossier [de prénom] à tous les professionnels. Ils pourront encore y ajouter des documents, mais chacun ne lira plus que ce qu’il a écrit.")
                    }}
                </p>
                <p>
                    <a class="button button--secondary" href=oppose>
                        {if opposed { say!("Rouvrir mon dossier aux professionnels", "Rouvrir le dossier [de prénom] aux professionnels") } else { say!("Fermer mon dossier à tous les professionnels", "Fermer le dossier [de prénom] à tous les professionnels") }}
                    </a>
                </p>
            </section>
        </Frame>
    }
}

/// The search in the directory. A form that failed keeps what was typed.
#[component]
fn Search(profile: Uuid, query: DirectoryQuery) -> impl IntoView {
    let message = Visit::current().message("recherche");
    let wrong = message.is_some();
    view! {
        <section aria-labelledby="annuaire">
            <h2 id="annuaire">"Chercher un professionnel dans l’annuaire"</h2>
            <search>
                <form method="get" action=format!("{}#trouves", address::professionals(profile)) class="form form--wide">
                    <div class="field" class:field--wrong=wrong>
                        <label for="recherche">"Nom, prénom, profession, ville, établissement ou numéro RPPS"</label>
                        <p class="field__hint" id="recherche-aide">
                            "Par exemple\u{a0}: martin lille, ou hôpital lille. Les accents et les majuscules ne comptent pas."
                        </p>
                        {message.map(|message| view! { <p class="field__error" id="recherche-erreur">{message}</p> })}
                        <input
                            id="recherche"
                            name="recherche"
                            type="search"
                            maxlength=LONGEST.to_string()
                            value=query.search
                            aria-describedby=if wrong { "recherche-aide recherche-erreur" } else { "recherche-aide" }
                            aria-invalid=wrong.then_some("true")
                        />
                    </div>
                    <p><button class="button button--secondary" type="submit">"Chercher"</button></p>
                </form>
            </search>
        </section>
    }
}

/// What the search found, each with what the record says of them.
#[component]
fn Found(
    profile: Uuid,
    page: DirectoryPage,
    overview: ProfessionalsOverview,
    query: DirectoryQuery,
    back: String,
) -> impl IntoView {
    let number = page.people.len();
    let closed = overview.settings.professionals_opposed;
    let turned = |page: u32| {
        address::professionals_with(
            profile,
            &DirectoryQuery {
                page,
                ..query.clone()
            },
        )
    };
    let title = match (number, page.page, page.more) {
        (0, ..) => "Aucun professionnel trouvé".to_owned(),
        (number, 1, false) => texts::counted(number as u64, "professionnel trouvé", "professionnels trouvés"),
        (_, page, _) => format!("Professionnels trouvés, page {}", texts::grouped(page.into())),
    };
    view! {
        <section aria-labelledby="trouves">
            <h3 id="trouves">{title}</h3>
            {if number == 0 && !page.organisations.is_empty() {
                ().into_any()
            } else if number == 0 {
                view! {
                    <p>
                        "Essayez avec moins de mots, ou vérifiez l’orthographe. Chaque mot doit être le début d’un nom, d’un prénom, d’une profession, d’une ville ou du nom d’un établissement."
                    </p>
                }
                    .into_any()
            } else {
                view! {
                    <ul class="people" aria-labelledby="trouves">
                        {page
                            .people
                            .into_iter()
                            .map(|entry| {
                                let standing = overview.standing(&entry.rpps);
                                let place_blocked = overview.places_blocked(&entry.places);
                                view! { <FoundPerson profile=profile entry=entry standing=standing place_blocked=place_blocked closed=closed back=back.clone()/> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            {(!page.organisations.is_empty())
                .then(|| view! { <FoundOrganisations profile=profile found=page.organisations overview=overview back=back/> })}
            {(page.page > 1 || page.more)
                .then(|| {
                    view! {
                        <nav class="pagination" aria-label="Pages de l’annuaire">
                            {(page.page > 1)
                                .then(|| {
                                    view! { <a class="pagination__link" rel="prev" href=turned(page.page - 1)>"Page précédente"</a> }
                                })}
                            <p>"Trop de réponses\u{a0}? Ajoutez un mot, par exemple la ville."</p>
                            {page
                                .more
                                .then(|| {
                                    view! { <a class="pagination__link" rel="next" href=turned(page.page + 1)>"Page suivante"</a> }
                                })}
                        </nav>
                    }
                })}
        </section>
    }
}

/// The organisations that the search found, each with the way to block all who work there.
#[component]
fn FoundOrganisations(
    profile: Uuid,
    found: Vec<PlaceView>,
    overview: ProfessionalsOverview,
    back: String,
) -> impl IntoView {
    let lines = found
        .into_iter()
        .map(|place| {
            let blocked = overview.places_blocked(std::slice::from_ref(&place));
            let change = place.finess.parse().ok().map(|finess| {
                if blocked {
                    (SettingsChange::UnblockOrganisation(finess), "Débloquer")
                } else {
                    (SettingsChange::BlockOrganisation(finess), "Bloquer")
                }
            });
            let name = place.organisation.clone();
            view! {
                <li class="person">
                    <div class="person__who">
                        <p class="person__name">{place.organisation}</p>
                        <p>{place.town}</p>
                    </div>
                    <div class="person__acts">
                        {blocked.then(|| view! { <StandingTag standing=Standing::Blocked/> })}
                        {change
                            .map(|(change, act)| {
                                view! {
                                    <a class="button button--secondary" href=address::change(profile, &change, &back)>
                                        {act} <span class="visually-hidden">{format!(" {name}")}</span>
                                    </a>
                                }
                            })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <h3 id="etablissements-trouves">"Établissements trouvés"</h3>
        <p>"Bloquer un établissement bloque tous ceux qui y travaillent."</p>
        <ul class="people" aria-labelledby="etablissements-trouves">{lines}</ul>
    }
}

#[component]
fn FoundPerson(
    profile: Uuid,
    entry: DirectoryEntry,
    standing: Standing,
    place_blocked: bool,
    closed: bool,
    back: String,
) -> impl IntoView {
    let places: Vec<String> = entry
        .places
        .iter()
        .take(3)
        .map(|place| texts::place(&place.organisation, &place.town))
        .collect();
    let what = [entry.profession.as_str(), entry.speciality.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <li class="person">
            <div class="person__who">
                <p class="person__name"><a href=address::professional(profile, &entry.rpps)>{entry.name.clone()}</a></p>
                <p>{what}</p>
                {(!places.is_empty()).then(|| view! { <p>{places.join("\u{a0}; ")}</p> })}
                {(!entry.active).then(|| view! { <p>"N’est plus en activité."</p> })}
            </div>
            <div class="person__acts">
                <StandingTag standing=standing place_blocked=place_blocked closed=closed/>
                <Act profile=profile rpps=entry.rpps name=entry.name standing=standing back=back/>
            </div>
        </li>
    }
}

#[component]
fn List(
    profile: Uuid,
    id: &'static str,
    #[prop(into)] title: Cow<'static, str>,
    #[prop(into)] hint: Cow<'static, str>,
    /// What is said when nobody is in the list.
    #[prop(into)]
    nobody: Cow<'static, str>,
    /// What gives them this access, or takes it away.
    rule: Rule,
    /// Whether the record is closed to all professionals.
    #[prop(default = false)]
    closed: bool,
    people: Vec<ListedProfessional>,
    back: String,
) -> impl IntoView {
    let blocked = id == "bloques";
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title.clone()}</h2>
            {if people.is_empty() {
                view! { <p>{nobody}</p> }.into_any()
            } else {
                view! {
                    <p>{hint}</p>
                    <Why
                        about=format!("– {}", title.to_lowercase())
                        rules=if rule == Rule::NoLegalBasis { vec![rule, Rule::Emergency] } else { vec![rule] }
                    />
                    <ul class="people" aria-labelledby=id>
                        {people
                            .into_iter()
                            .map(|one| {
                                let standing = match (blocked, one.administrator) {
                                    (true, _) => Standing::Blocked,
                                    (_, true) => Standing::Administrator,
                                    _ if id == "autorises" => Standing::Authorised,
                                    _ => Standing::Came,
                                };
                                view! { <Person profile=profile one=one standing=standing closed=closed back=back.clone()/> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </section>
    }
}

#[component]
fn Person(
    profile: Uuid,
    one: ListedProfessional,
    standing: Standing,
    closed: bool,
    back: String,
) -> impl IntoView {
    let who = one.professional;
    let what = [who.profession.as_str(), who.organisation.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <li class="person">
            <div class="person__who">
                <p class="person__name"><a href=address::professional(profile, &who.rpps)>{who.name.clone()}</a></p>
                <p>{what}</p>
                <p class="person__when">{format!("Depuis le {}", texts::moment(one.since))}</p>
            </div>
            <div class="person__acts">
                <StandingTag standing=standing place_blocked=one.place_blocked closed=closed/>
                <Act profile=profile rpps=who.rpps name=who.name standing=standing back=back/>
            </div>
        </li>
    }
}

/// What the record says of someone, in a word and a picture.
#[component]
pub(crate) fn StandingTag(
    standing: Standing,
    /// Whether a block of their organisation refuses them.
    #[prop(default = false)]
    place_blocked: bool,
    /// Whether the record is closed to all professionals.
    #[prop(default = false)]
    closed: bool,
) -> impl IntoView {
    let (class, icon, word) = match standing {
        Standing::Authorised | Standing::Came | Standing::Unseen if closed => {
            ("tag tag--masked", Some(Icon::Cross), "Dossier fermé")
        }
        Standing::Authorised | Standing::Came | Standing::Unseen if place_blocked => {
            ("tag tag--masked", Some(Icon::Cross), "Établissement bloqué")
        }
        Standing::Blocked => ("tag tag--masked", Some(Icon::Cross), "Bloqué"),
        Standing::Administrator => ("tag tag--visible", Some(Icon::Check), "Administrateur"),
        Standing::Authorised => ("tag tag--visible", Some(Icon::Check), "Autorisé"),
        Standing::Came => ("tag", None, "Déjà venu"),
        Standing::Unseen => ("tag", None, "Jamais venu"),
    };
    view! { <span class=class>{icon.map(Icon::view)} {word}</span> }
}

/// The act that a list offers: its page says what it changes before anything does.
#[component]
fn Act(profile: Uuid, rpps: String, name: String, standing: Standing, back: String) -> impl IntoView {
    let number = rpps.parse().ok()?;
    let (change, act) = match standing {
        Standing::Blocked => (SettingsChange::Unblock(number), "Débloquer"),
        Standing::Administrator => (SettingsChange::WithdrawAdministrator(number), "Retirer"),
        _ => (SettingsChange::Block(number), "Bloquer"),
    };
    Some(view! {
        <a class="button button--secondary" href=address::change(profile, &change, &back)>
            {act}
            <span class="visually-hidden">{format!(" {name}")}</span>
        </a>
    })
}
