//! *See my record as…*: choose a professional and a situation, and see what they could read. A form that is asked by its address, so that
//! it answers without scripts; with them the same answer lives in the browser.

use std::borrow::Cow;

use axum::http::StatusCode;
use leptos::prelude::*;
use policy::Entitlement;
use record::views::{ProfileHeader, SeeAsPerson, SeeAsView, Tie};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, form_title, loaded},
    islands::SeeAs,
    shell::LiveParts,
    sight::{Asked, DAY, PLACE, PLACES, SITUATION, SeenRecord, Situation, WHO, day_of},
    texts::{self, pick, say},
    visit::{FormProblem, Visit, path_id, query_value, set_status},
};

/// The form, and the answer to what the address asks.
#[component]
pub(crate) fn SeeAsPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let value = |name| query_value(name).chars().take(100).collect();
    let asked = Asked {
        who: value(WHO),
        situation: value(SITUATION),
        place: value(PLACE),
        day: value(DAY),
    };
    let load = {
        let visit = visit.clone();
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let seen = visit.store.see_as(key, visit.occasion()).await?;
            Ok((profile, seen))
        }
    };
    loaded(load, move |(profile, seen)| {
        let record = SeenRecord::new(&seen, texts::titled);
        if let Err(unclear) = asked.of(&record) {
            set_status(StatusCode::UNPROCESSABLE_ENTITY);
            provide_context(Visit {
                problem: Some(FormProblem {
                    messages: unclear
                        .into_iter()
                        .map(|unclear| (unclear.field(), texts::unclear(unclear).to_owned()))
                        .collect(),
                    ..FormProblem::default()
                }),
                ..visit
            });
        }
        view! { <Sight profile=profile seen=seen record=record asked=asked/> }
    })
}

#[component]
fn Sight(profile: ProfileHeader, seen: SeeAsView, record: SeenRecord, asked: Asked) -> impl IntoView {
    let id = profile.id;
    let title = say!("Voir mon dossier comme…", "Voir le dossier [de prénom] comme…");
    view! {
        <Frame title=form_title(&title) profile=Some(profile) place=Place::Documents>
            <p class="back">
                <a href=address::documents(id)>{say!("Mes documents", "Documents [de prénom]")}</a>
            </p>
            <ErrorSummary/>
            <h1>{title}</h1>
            <p class="lead">
                {say!("Je choisis un professionnel et une situation\u{a0}: je vois ce que cette personne pourrait lire dans mon dossier.", "Choisissez un professionnel et une situation\u{a0}: vous verrez ce que cette personne pourrait lire dans le dossier [de prénom].")}
            </p>
            <p>"C’est un essai\u{a0}: rien ne change, et personne n’est prévenu."</p>
            {(!seen.settings.emergency_answered).then(|| view! { <p>{texts::emergencies_unanswered()}</p> })}
            <SeeAs record=record asked=asked.clone()>
                <Choices action=format!("{}#reponse", address::see_as(id)) people=seen.people asked=asked/>
            </SeeAs>
            <LiveParts/>
        </Frame>
    }
}

#[component]
fn Choices(action: String, people: Vec<SeeAsPerson>, asked: Asked) -> impl IntoView {
    let situations = Situation::ALL.map(|situation| {
        view! {
            <option value=situation.id() selected=asked.situation == situation.id()>
                {texts::situation(situation)}
            </option>
        }
    });
    let places = PLACES.map(|(place, _)| {
        let label = match place {
            "site" => "Par le site national des professionnels",
            _ => "Depuis son logiciel",
        };
        view! {
            <option value=place selected=asked.place == place>
                {label}
            </option>
        }
    });
    // A field for days shows no other text, and browsers complain of it.
    let day = day_of(&asked.day).map(|_| asked.day.clone());
    let is_precise = !asked.day.is_empty() || !matches!(asked.place.as_str(), "" | "logiciel");
    view! {
        <form method="get" action=action class="panel see-as">
            <Field name=WHO label=say!("Qui regarde mon dossier\u{a0}?", "Qui regarde le dossier [de prénom]\u{a0}?")>
                <select id=WHO name=WHO>
                    <Onlookers people=people chosen=asked.who/>
                </select>
            </Field>
            <Field name=SITUATION label="Dans quelle situation\u{a0}?">
                <select id=SITUATION name=SITUATION>
                    {situations.collect_view()}
                </select>
            </Field>
            <details open=is_precise>
                <summary>"Préciser le lieu et le jour"</summary>
                <Field
                    name=PLACE
                    label="Par quel moyen\u{a0}?"
                    hint="Avec sa carte professionnelle, un professionnel lit la même chose par les deux."
                >
                    <select id=PLACE name=PLACE aria-describedby="lieu-aide">
                        {places.collect_view()}
                    </select>
                </Field>
                <Field
                    name=DAY
                    label="Quel jour\u{a0}?"
                    hint="Aujourd’hui, si ce champ reste vide. Le jour compte pour une personne qui devient majeure."
                >
                    <input id=DAY name=DAY type="date" value=day aria-describedby="jour-aide"/>
                </Field>
            </details>
            <p>
                <button class="button" type="submit">"Voir"</button>
            </p>
        </form>
    }
}

/// A field, and what was wrong with it.
#[component]
fn Field(
    name: &'static str,
    #[prop(into)] label: Cow<'static, str>,
    #[prop(default = "")] hint: &'static str,
    children: Children,
) -> impl IntoView {
    let message = Visit::current().message(name);
    let class = if message.is_some() {
        "field field--wrong"
    } else {
        "field"
    };
    view! {
        <div class=class>
            <label for=name>{label}</label>
            {(!hint.is_empty())
                .then(|| {
                    view! {
                        <p class="field__hint" id=format!("{name}-aide")>
                            {hint}
                        </p>
                    }
                })}
            {message.map(|message| view! { <p class="field__error">{message}</p> })}
            {children()}
        </div>
    }
}

/// Named people by what they have to do with the record, then every profession.
#[component]
fn Onlookers(people: Vec<SeeAsPerson>, chosen: String) -> impl IntoView {
    let ties = [
        (
            Tie::Administrator,
            say!(
                "Mes médecins administrateurs",
                "Les médecins administrateurs [de prénom]"
            ),
        ),
        (
            Tie::Blocked,
            pick(
                "Les professionnels que j’ai bloqués",
                "Les professionnels bloqués",
            )
            .into(),
        ),
        (
            Tie::Came,
            say!(
                "Ceux qui ont déjà ouvert mon dossier",
                "Ceux qui ont déjà ouvert le dossier [de prénom]"
            ),
        ),
        (
            Tie::Author,
            pick("Les auteurs de mes documents", "Les auteurs de ses documents").into(),
        ),
    ];
    let named = ties.map(|(tie, label)| {
        let options = people
            .iter()
            .filter(|person| person.tie == tie)
            .map(|person| {
                let professional = &person.professional;
                let profession = if professional.profession.is_empty() {
                    "profession inconnue, comme un médecin"
                } else {
                    &professional.profession
                };
                view! {
                    <option value=professional.rpps.clone() selected=chosen == professional.rpps>
                        {texts::named(&professional.name, profession)}
                    </option>
                }
            })
            .collect::<Vec<_>>();
        (!options.is_empty()).then(|| view! { <optgroup label=label>{options}</optgroup> })
    });
    let chosen = if chosen.is_empty() {
        Entitlement::physician().code().to_owned()
    } else {
        chosen
    };
    // An old code and the new one of the same profession have the same label, and open the same types.
    let mut professions = Entitlement::all().collect::<Vec<_>>();
    professions.sort_by_key(|profession| profession.label());
    professions.dedup_by_key(|profession| profession.label());
    let professions = professions
        .into_iter()
        .map(|profession| {
            view! {
                <option value=profession.code() selected=chosen == profession.code()>
                    {profession.label()}
                </option>
            }
        })
        .collect_view();
    view! {
        {named.collect_view()}
        <optgroup label="N’importe quel professionnel de cette profession">{professions}</optgroup>
    }
}
