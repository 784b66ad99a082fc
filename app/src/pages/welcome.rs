//! The first sign-in: two pages of questions, no answer chosen beforehand, each with what follows from it. They can be
//! left and taken up again; until then the defaults of the rules hold.

use std::borrow::Cow;

use leptos::prelude::*;
use policy::Rule;
use record::views::{ProfileHeader, SettingsOverview};

use super::emergencies::EmergencyQuestions;
use crate::{
    address,
    components::{ErrorSummary, Frame, RequiredFields, Why, loaded},
    texts::{pick, say},
    visit::{Visit, path_id, query_value},
};

/// Which page of the questions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    FutureDocuments,
    Emergencies,
    Done,
}

/// The page of the question that comes next, or of the one that is asked for again.
#[component]
pub(crate) fn WelcomePage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let wanted = match visit.typed("etape") {
        // The form that failed says which question it was about.
        typed if typed.is_empty() => query_value("etape"),
        typed => typed,
    };
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let overview = visit.store.show_settings(key, visit.occasion()).await?;
        Ok((profile, overview))
    };
    loaded(load, move |(profile, overview)| {
        let step = match wanted.as_str() {
            "visibilite" => Step::FutureDocuments,
            "urgences" => Step::Emergencies,
            _ if !overview.default_answered => Step::FutureDocuments,
            _ if !overview.settings.emergency_answered => Step::Emergencies,
            _ => Step::Done,
        };
        match step {
            Step::FutureDocuments => {
                view! { <FutureDocuments profile=profile overview=overview/> }.into_any()
            }
            Step::Emergencies => view! { <Emergencies profile=profile overview=overview/> }.into_any(),
            Step::Done => view! { <Done profile=profile overview=overview/> }.into_any(),
        }
    })
}

#[component]
fn FutureDocuments(profile: ProfileHeader, overview: SettingsOverview) -> impl IntoView {
    let visit = Visit::current();
    let id = profile.id;
    let message = visit.message("visibilite-visible");
    let wrong = message.is_some();
    let answered = overview.default_answered && visit.problem.is_none();
    let masked = overview.settings.masked_by_default;
    let choice = |value: &'static str, label: &'static str, hint: Cow<'static, str>, checked: bool| {
        let (field, hint_id) = (format!("visibilite-{value}"), format!("visibilite-{value}-aide"));
        view! {
            <div class="choice">
                <input type="radio" id=field.clone() name="visibilite" value=value checked=checked aria-describedby=hint_id.clone()/>
                <label for=field>{label}</label>
            </div>
            <p class="field__hint choice__hint" id=hint_id>{hint}</p>
        }
    };
    let title = say!("Mes prochains documents", "Prochains documents [de prénom]");
    view! {
        <Frame title=if wrong { say!("Erreur\u{a0}: mes prochains documents", "Erreur\u{a0}: prochains documents [de prénom]") } else { title.clone() } profile=Some(profile)>
            <ErrorSummary/>
            <p class="step">{say!("Première connexion – question\u{a0}1 sur\u{a0}2", "Questions pour [prénom] – question\u{a0}1 sur\u{a0}2")}</p>
            <h1>{title}</h1>
            <p class="lead">
                {say!("Quand un professionnel ajoutera un document à mon dossier, les autres professionnels qui me soignent pourront-ils le lire\u{a0}?", "Quand un professionnel ajoutera un document au dossier [de prénom], les autres professionnels de son équipe de soins pourront-ils le lire\u{a0}?")}
            </p>
            {(!overview.default_answered)
                .then(|| view! { <p>{say!("Tant que je n’ai pas répondu, mes prochains documents arrivent visibles.", "Tant que personne n’a répondu, les prochains documents [de prénom] arrivent visibles.")}</p> })}
            <form method="post" action=address::welcome(id) class="form form--wide" novalidate>
                <RequiredFields says="Une réponse est obligatoire pour continuer."/>
                <input type="hidden" name="etape" value="visibilite"/>
                <fieldset
                    class="field question"
                    class:field--wrong=wrong
                    aria-describedby=wrong.then_some("visibilite-erreur")
                >
                    <legend>{say!("Mes prochains documents seront", "Les prochains documents [de prénom] seront")}</legend>
                    {message.map(|message| view! { <p class="field__error" id="visibilite-erreur">{message}</p> })}
                    {choice(
                        "visible",
                        "Visibles",
                        say!("Les professionnels qui me soignent les lisent, chacun selon sa profession. Je pourrai en masquer un à tout moment.", "Les professionnels qui soignent [prénom] les lisent, chacun selon sa profession. Vous pourrez en masquer un à tout moment."),
                        answered && !masked,
                    )}
                    {choice(
                        "masked",
                        "Masqués",
                        say!("Chacun n’est lu que par le professionnel qui l’a écrit, mes médecins administrateurs, et les urgences si je le permets à la question suivante. Je pourrai en rendre un visible à tout moment.", "Chacun n’est lu que par le professionnel qui l’a écrit, les médecins administrateurs [de prénom], et les urgences si vous le permettez à la question suivante. Vous pourrez en rendre un visible à tout moment."),
                        answered && masked,
                    )}
                </fieldset>
                <Why about="– visible ou masqué" rules=vec![Rule::CareTeam, Rule::Masked]/>
                <p>{say!("Les documents déjà dans mon dossier ne changent pas.", "Les documents déjà dans le dossier [de prénom] ne changent pas.")}</p>
                <ul class="actions">
                    <li><button class="button" type="submit">"Enregistrer et continuer"</button></li>
                </ul>
            </form>
            <Later profile=id/>
        </Frame>
    }
}

#[component]
fn Emergencies(profile: ProfileHeader, overview: SettingsOverview) -> impl IntoView {
    let id = profile.id;
    let wrong = Visit::current().problem.is_some();
    let title = "Accès en cas d’urgence";
    view! {
        <Frame title=if wrong { "Erreur\u{a0}: accès en cas d’urgence" } else { title } profile=Some(profile)>
            <p class="back">
                <a href=format!("{}?etape=visibilite", address::welcome(id))>"Question précédente"</a>
            </p>
            <ErrorSummary/>
            <p class="step">{say!("Première connexion – question\u{a0}2 sur\u{a0}2", "Questions pour [prénom] – question\u{a0}2 sur\u{a0}2")}</p>
            <h1>{title}</h1>
            <p class="lead">
                {say!("Si je suis en danger et que je ne peux pas parler, qui peut ouvrir mon dossier\u{a0}? Chaque accès en urgence m’est signalé.", "Si [prénom] est en danger et ne peut pas parler, qui peut ouvrir son dossier\u{a0}? Chaque accès en urgence vous est signalé.")}
            </p>
            {(!overview.settings.emergency_answered)
                .then(|| view! { <p>{say!("Tant que je n’ai pas répondu, les trois réponses sont oui.", "Tant que personne n’a répondu pour [prénom], les trois réponses sont oui.")}</p> })}
            <form method="post" action=address::welcome(id) class="form form--wide" novalidate>
                <input type="hidden" name="etape" value="urgences"/>
                <EmergencyQuestions overview=overview/>
                <ul class="actions">
                    <li><button class="button" type="submit">"Enregistrer et terminer"</button></li>
                </ul>
            </form>
            <Later profile=id/>
        </Frame>
    }
}

/// Leaving the questions for another day.
#[component]
fn Later(profile: uuid::Uuid) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="plus-tard">
            <h2 id="plus-tard">{pick("Je préfère réfléchir", "Répondre plus tard")}</h2>
            <p>{say!("Ces questions ne me seront plus imposées. Je les retrouverai sur mon accueil.", "Ces questions restent sur l’accueil du dossier [de prénom].")}</p>
            <form method="post" action=address::welcome(profile)>
                <input type="hidden" name="etape" value="plus-tard"/>
                <button class="button button--secondary" type="submit">"Répondre plus tard"</button>
            </form>
        </section>
    }
}

#[component]
fn Done(profile: ProfileHeader, overview: SettingsOverview) -> impl IntoView {
    let id = profile.id;
    let settings = overview.settings;
    let (samu, others, masked) = settings.emergency;
    let yes = |yes: bool| if yes { "oui" } else { "non" };
    let here = address::welcome(id);
    view! {
        <Frame title=say!("Mes réponses sont enregistrées", "Les réponses pour [prénom] sont enregistrées") profile=Some(profile)>
            <h1>{say!("Mes réponses sont enregistrées", "Les réponses pour [prénom] sont enregistrées")}</h1>
            <p class="lead">{pick("Elles valent dès maintenant. Je pourrai changer d’avis à tout moment dans «\u{a0}Mes réglages\u{a0}», ou les annuler depuis l’historique.", "Elles valent dès maintenant. Vous pourrez changer d’avis à tout moment dans «\u{a0}Réglages\u{a0}», ou les annuler depuis l’historique.")}</p>
            <dl class="details">
                <div>
                    <dt>{say!("Mes prochains documents", "Prochains documents [de prénom]")}</dt>
                    <dd>
                        {if settings.masked_by_default { "masqués" } else { "visibles" }} " – "
                        <a href=format!("{here}?etape=visibilite")>
                            "Modifier" <span class="visually-hidden">{say!(" la réponse sur mes prochains documents", " la réponse sur les prochains documents [de prénom]")}</span>
                        </a>
                    </dd>
                </div>
                <div>
                    <dt>"En cas d’urgence"</dt>
                    <dd>
                        {say!(format!("le SAMU\u{a0}: {}\u{a0}; les autres professionnels\u{a0}: {}\u{a0}; mes documents masqués\u{a0}: {}",
                            yes(samu),
                            yes(others),
                            yes(masked),
                        ), format!("le SAMU\u{a0}: {}\u{a0}; les autres professionnels\u{a0}: {}\u{a0}; les documents masqués [de prénom]\u{a0}: {}",
                            yes(samu),
                            yes(others),
                            yes(masked),
                        )).into_owned()} " – "
                        <a href=format!("{here}?etape=urgences")>
                            "Modifier" <span class="visually-hidden">{pick(" mes réponses sur les urgences", " les réponses sur les urgences")}</span>
                        </a>
                    </dd>
                </div>
            </dl>
            {(!samu && !others)
                .then(|| view! { <p>{pick("Les deux accès en urgence sont refusés\u{a0}: mes documents masqués ne s’ouvrent donc pas non plus.", "Les deux accès en urgence sont refusés\u{a0}: les documents masqués ne s’ouvrent donc pas non plus.")}</p> })}
            <p><a class="button" href=address::home(id)>{say!("Aller à mon accueil", "Aller à l’accueil du dossier [de prénom]")}</a></p>
        </Frame>
    }
}
