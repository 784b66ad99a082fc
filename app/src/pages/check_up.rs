//! *Taking stock*: a few questions, each with the setting as it is, to keep or to change; then all of them together.

use std::borrow::Cow;

use leptos::prelude::*;
use policy::{DefaultVisibility, Rule};
use record::{
    queries::DocumentQuery,
    views::{CheckUp, ProfileHeader, Settings, SettingsChange, SettingsOverview, Visitor},
};
use uuid::Uuid;

use crate::{
    address,
    components::{Frame, Place, VisibilityTag, Why, loaded, reported},
    texts::{self, pick, say},
    visit::{Visit, path_id, query_value},
};

/// How many questions there are; the summary comes after them.
const QUESTIONS: u8 = 5;

/// The question that the address asks for; the first when it makes no sense.
#[component]
pub(crate) fn CheckUpPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let done = query_value("fait");
    let step = query_value("etape")
        .parse()
        .ok()
        .filter(|step| (1..=QUESTIONS + 1).contains(step))
        .unwrap_or(1);
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let overview = visit.store.show_settings(key, visit.occasion()).await?;
        let more = visit.store.check_up(key, visit.occasion()).await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, overview, more, report))
    };
    loaded(load, move |(profile, overview, more, report)| {
        let report = report.message(profile.id, &address::check_up(profile.id, step));
        if step > QUESTIONS {
            view! { <Summary profile=profile overview=overview report=report/> }.into_any()
        } else {
            view! { <Question profile=profile overview=overview more=more step=step report=report/> }
                .into_any()
        }
    })
}

#[component]
fn Question(
    profile: ProfileHeader,
    overview: SettingsOverview,
    more: CheckUp,
    step: u8,
    #[prop(optional_no_strip)] report: Option<AnyView>,
) -> impl IntoView {
    let id = profile.id;
    let next = address::check_up(id, step + 1);
    let previous = if step == 1 {
        (address::home(id), "Accueil")
    } else {
        (address::check_up(id, step - 1), "Question précédente")
    };
    let question = match step {
        1 => say!(
            "Mes prochains documents arrivent-ils comme je le veux\u{a0}?",
            "Les prochains documents [de prénom] arrivent-ils comme vous le voulez\u{a0}?"
        ),
        2 => say!(
            "Qui peut ouvrir mon dossier en urgence\u{a0}?",
            "Qui peut ouvrir le dossier [de prénom] en urgence\u{a0}?"
        ),
        3 => say!(
            "Ces professionnels sont venus\u{a0}: est-ce que cela me convient\u{a0}?",
            "Ces professionnels sont venus dans le dossier [de prénom]\u{a0}: est-ce que cela vous convient\u{a0}?"
        ),
        4 => "Les bons documents sont-ils masqués\u{a0}?".into(),
        _ => say!(
            "Qui est administrateur de mon dossier\u{a0}?",
            "Qui est administrateur du dossier [de prénom]\u{a0}?"
        ),
    };
    let (now, change) = match step {
        1 => future_documents(id, &overview, &next),
        2 => emergencies(id, &overview, &next),
        3 => visitors(id, more.visitors, &overview.settings, &next),
        4 => masked_documents(id, &overview, &more, &next),
        _ => administrators(id, &overview),
    };
    let keep = match step {
        QUESTIONS => "Garder et terminer",
        // Passing on is no answer.
        2 if !overview.settings.emergency_answered => "Répondre plus tard",
        _ => "Garder et continuer",
    };
    view! {
        <Frame title=format!("Faire le point, question {step} sur {QUESTIONS}") profile=Some(profile) place=Place::Home>
            <p class="back">
                <a href=previous.0>{previous.1}</a>
            </p>
            {report}
            <p class="step">{format!("Faire le point – question\u{a0}{step} sur\u{a0}{QUESTIONS}")}</p>
            <h1>{question}</h1>
            <section class="panel" aria-labelledby="aujourdhui">
                <h2 id="aujourdhui">"Aujourd’hui"</h2>
                {now}
            </section>
            <ul class="actions">
                <li><a class="button" href=next>{keep}</a></li>
                {change
                    .into_iter()
                    .map(|(address, label)| view! { <li><a class="button button--secondary" href=address>{label}</a></li> })
                    .collect_view()}
            </ul>
            <p>{pick("Changer mène d’abord à une page qui dit ce qui va changer. Rien n’est fait sans que je le confirme.", "Changer mène d’abord à une page qui dit ce qui va changer. Rien n’est fait sans que vous le confirmiez.")}</p>
        </Frame>
    }
}

/// What a question shows, and where its changes lead.
type Shown = (AnyView, Vec<(String, String)>);

fn future_documents(id: Uuid, overview: &SettingsOverview, next: &str) -> Shown {
    let (now, other, label) = if overview.settings.masked_by_default {
        (
            "Les prochains documents ajoutés seront masqués dès leur arrivée.".into(),
            DefaultVisibility::Visible,
            "Changer\u{a0}: les rendre visibles",
        )
    } else {
        (
            say!(
                "Les prochains documents ajoutés seront visibles par les professionnels qui me soignent.",
                "Les prochains documents ajoutés seront visibles par les professionnels qui soignent [prénom]."
            ),
            DefaultVisibility::Masked,
            "Changer\u{a0}: les masquer",
        )
    };
    let change = address::change(id, &SettingsChange::Default(other), next);
    (
        view! {
            <p>{now}</p>
            <Why about="– visible ou masqué" rules=vec![Rule::CareTeam, Rule::Masked]/>
        }
        .into_any(),
        vec![(change, label.to_owned())],
    )
}

fn emergencies(id: Uuid, overview: &SettingsOverview, next: &str) -> Shown {
    let now = view! {
        {(!overview.settings.emergency_answered)
            .then(|| view! { <p>{say!("Je n’ai pas encore répondu. En attendant, voici ce qui vaut\u{a0}:", "Personne n’a encore répondu pour [prénom]. En attendant, voici ce qui vaut\u{a0}:")}</p> })}
        <EmergencyAnswers emergency=overview.settings.emergency/>
        <Why about="– les urgences" rules=texts::emergency_rules(overview.settings.emergency)/>
        {texts::never_in_emergency(&overview.settings).map(|blocked| view! { <p>{blocked}</p> })}
    };
    let change = address::emergencies_then(id, next);
    (
        now.into_any(),
        vec![(
            change,
            pick("Changer mes réponses", "Changer les réponses").to_owned(),
        )],
    )
}

#[component]
fn EmergencyAnswers(emergency: (bool, bool, bool)) -> impl IntoView {
    let (samu, others, masked) = emergency;
    let yes = |yes: bool| if yes { "oui" } else { "non" };
    view! {
        <ul>
            <li>{format!("Le SAMU (centre 15)\u{a0}: {}.", yes(samu))}</li>
            <li>{format!("Un autre professionnel, en donnant un motif\u{a0}: {}.", yes(others))}</li>
            <li>{say!(format!("Mes documents masqués aussi\u{a0}: {}.", yes(masked)), format!("Ses documents masqués aussi\u{a0}: {}.", yes(masked))).into_owned()}</li>
        </ul>
    }
}

fn visitors(id: Uuid, visitors: Vec<Visitor>, settings: &Settings, next: &str) -> Shown {
    let opposed = settings.professionals_opposed;
    let (rule, label) = if opposed {
        (
            texts::closed(settings).into(),
            say!(
                "Changer\u{a0}: rouvrir mon dossier aux professionnels",
                "Changer\u{a0}: rouvrir le dossier [de prénom] aux professionnels"
            ),
        )
    } else {
        (
            say!(
                "Les professionnels qui me soignent peuvent ouvrir mon dossier, sauf ceux que j’ai bloqués.",
                "Les professionnels qui soignent [prénom] peuvent ouvrir son dossier, sauf ceux qui ont été bloqués."
            ),
            say!(
                "Changer\u{a0}: fermer mon dossier à tous",
                "Changer\u{a0}: fermer le dossier [de prénom] à tous"
            ),
        )
    };
    let change = address::change(id, &SettingsChange::Oppose(!opposed), next);
    let changes = vec![(change, label.into_owned())];
    if visitors.is_empty() {
        let now = view! {
            <p>{rule}</p>
            <p>{say!("Aucun professionnel n’est venu dans mon dossier.", "Aucun professionnel n’est venu dans le dossier [de prénom].")}</p>
        };
        return (now.into_any(), changes);
    }
    // Several may be changed: each comes back here.
    let here = address::check_up(id, 3);
    let line = |visitor: Visitor| {
        let Visitor {
            professional,
            blocked,
            administrator,
        } = visitor;
        let place = [
            professional.profession.to_lowercase(),
            professional.organisation.clone(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
        let state = match (blocked, administrator) {
            (true, _) => "bloqué".into(),
            (_, true) => say!(
                "administrateur de mon dossier",
                "administrateur du dossier [de prénom]"
            ),
            _ => "non bloqué".into(),
        };
        let change = professional.number().map(|rpps| {
            if blocked {
                (SettingsChange::Unblock(rpps), "Débloquer")
            } else if administrator {
                (SettingsChange::WithdrawAndBlock(rpps), "Retirer et bloquer")
            } else {
                (SettingsChange::Block(rpps), "Bloquer")
            }
        });
        view! {
            <li class="setting">
                <span class="setting__name">
                    {professional.name.clone()}
                    {(!place.is_empty()).then(|| view! { <span class="setting__detail">{format!(" ({place})")}</span> })}
                </span>
                <span>{state}</span>
                {change
                    .map(|(change, act)| {
                        view! {
                            <a href=address::change(id, &change, &here)>
                                {act} <span class="visually-hidden">{format!(" {}", professional.name)}</span>
                            </a>
                        }
                    })}
            </li>
        }
    };
    let now = view! {
        <p>{rule}</p>
        <Why about="– les professionnels" rules=texts::reading_rules(settings)/>
        <p>"Ceux qui sont venus, les plus récemment connus d’abord\u{a0}:"</p>
        <ul class="settings">{visitors.into_iter().map(line).collect_view()}</ul>
    };
    (now.into_any(), changes)
}

fn masked_documents(id: Uuid, overview: &SettingsOverview, more: &CheckUp, next: &str) -> Shown {
    let (all, masked) = (overview.documents, overview.masked);
    let named = more.masked.len() as u64;
    let now = view! {
        <p>
            {format!(
                "{}, dont {}.",
                texts::counted(all, "document", "documents"),
                texts::counted(masked, "masqué", "masqués"),
            )}
        </p>
        {(masked > 0).then(|| view! { <Why about="– les documents masqués" rules=vec![Rule::Masked]/> })}
        {(named > 0)
            .then(|| {
                view! {
                    <ul class="settings">
                        {more
                            .masked
                            .iter()
                            .map(|document| {
                                view! {
                                    <li class="setting">
                                        <a class="setting__name" href=address::document(id, document.id)>{document.title.clone()}</a>
                                        <VisibilityTag masked=true/>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
            })}
        {(masked > named)
            .then(|| view! { <p>{format!("Et {}.", texts::counted(masked - named, "autre", "autres"))}</p> })}
    };
    let mut changes = Vec::new();
    if masked < all {
        let change = address::change(id, &SettingsChange::All { mask: true }, next);
        changes.push((change, "Changer\u{a0}: tout masquer".to_owned()));
    }
    if masked > 0 {
        let change = address::change(id, &SettingsChange::All { mask: false }, next);
        changes.push((change, "Changer\u{a0}: tout rendre visible".to_owned()));
    }
    if all > 0 {
        let list = address::documents_with(id, &DocumentQuery::default());
        changes.push((list, "Choisir document par document".to_owned()));
    }
    (now.into_any(), changes)
}

fn administrators(id: Uuid, overview: &SettingsOverview) -> Shown {
    let administrators = &overview.settings.administrators;
    if administrators.is_empty() {
        let now = view! { <p>{say!("Personne. Un administrateur est un médecin que je choisis pour lire tous mes documents, même masqués.", "Personne. Un administrateur est un médecin choisi pour lire tous les documents [de prénom], même masqués.")}</p> };
        return (now.into_any(), Vec::new());
    }
    let here = address::check_up(id, 5);
    let now = view! {
        <p>{say!("Un administrateur lit tous mes documents, même masqués.", "Un administrateur lit tous les documents [de prénom], même masqués.")}</p>
        <Why about="– les administrateurs" rules=vec![Rule::Administrator]/>
        <ul class="settings">
            {administrators
                .iter()
                .map(|person| {
                    let withdraw = person
                        .number()
                        .map(|rpps| address::change(id, &SettingsChange::WithdrawAdministrator(rpps), &here));
                    view! {
                        <li class="setting">
                            <span class="setting__name">{person.name.clone()}</span>
                            {withdraw
                                .map(|withdraw| {
                                    view! {
                                        <a href=withdraw>
                                            "Retirer" <span class="visually-hidden">{format!(" {}", person.name)}</span>
                                        </a>
                                    }
                                })}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    };
    (now.into_any(), Vec::new())
}

/// All of them, as they are at the end.
#[component]
fn Summary(
    profile: ProfileHeader,
    overview: SettingsOverview,
    #[prop(optional_no_strip)] report: Option<AnyView>,
) -> impl IntoView {
    let id = profile.id;
    let settings = overview.settings;
    let names: Vec<_> = settings
        .administrators
        .iter()
        .map(|person| person.name.clone())
        .collect();
    let blocked = (settings.blocked.len() + settings.blocked_organisations.len()) as u64;
    let rows = [
        (
            say!("Mes prochains documents", "Prochains documents [de prénom]"),
            if settings.masked_by_default {
                "masqués"
            } else {
                "visibles"
            }
            .to_owned(),
            1,
        ),
        (
            "Les professionnels".into(),
            format!(
                "{}, {}",
                if settings.professionals_opposed {
                    say!(
                        "mon dossier est fermé à tous",
                        "le dossier [de prénom] est fermé à tous"
                    )
                } else {
                    say!(
                        "ceux qui me soignent peuvent lire",
                        "ceux qui soignent [prénom] peuvent lire"
                    )
                },
                texts::counted(blocked, "bloqué", "bloqués"),
            ),
            3,
        ),
        (
            say!("Mes documents", "Documents [de prénom]"),
            format!(
                "{}, dont {}",
                texts::counted(overview.documents, "document", "documents"),
                texts::counted(overview.masked, "masqué", "masqués"),
            ),
            4,
        ),
        (
            "Administrateurs".into(),
            if names.is_empty() {
                "personne".to_owned()
            } else {
                names.join(", ")
            },
            5,
        ),
    ];
    let row = move |(name, value, step): (Cow<'static, str>, String, u8)| {
        view! {
            <div>
                <dt>{name.clone()}</dt>
                <dd>
                    {value} " – "
                    <a href=address::check_up(id, step)>"Revoir" <span class="visually-hidden">{format!("\u{a0}: {name}")}</span></a>
                </dd>
            </div>
        }
    };
    view! {
        <Frame title="Faire le point, résumé" profile=Some(profile) place=Place::Home>
            <p class="back">
                <a href=address::check_up(id, QUESTIONS)>"Question précédente"</a>
            </p>
            {report}
            <h1>{say!("J’ai fait le point", "Le point est fait pour [prénom]")}</h1>
            <p class="lead">{say!("Voici mes réglages. Je peux y revenir à tout moment.", "Voici les réglages du dossier [de prénom]. Vous pouvez y revenir à tout moment.")}</p>
            <dl class="details">{rows.into_iter().map(row).collect_view()}</dl>
            <section class="panel" aria-labelledby="en-urgence">
                <h2 id="en-urgence">"En cas d’urgence"</h2>
                {(!settings.emergency_answered)
                    .then(|| view! { <p>{say!("Je n’ai pas encore répondu. En attendant, voici ce qui vaut\u{a0}:", "Personne n’a encore répondu pour [prénom]. En attendant, voici ce qui vaut\u{a0}:")}</p> })}
                <EmergencyAnswers emergency=settings.emergency/>
                <Why about="– les urgences" rules=texts::emergency_rules(settings.emergency)/>
                {texts::never_in_emergency(&settings).map(|blocked| view! { <p>{blocked}</p> })}
                <p>
                    <a href=address::check_up(id, 2)>"Revoir" <span class="visually-hidden">"\u{a0}: les urgences"</span></a>
                </p>
            </section>
            <p><a class="button" href=address::home(id)>"Revenir à l’accueil"</a></p>
        </Frame>
    }
}
