//! The answers about emergencies: three questions, each with its consequence.

use leptos::prelude::*;
use record::views::{ProfileHeader, SettingsOverview};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, RequiredFields, Why, YesNo, form_title, loaded},
    islands::Difference,
    shell::LiveParts,
    sight::SeenRecord,
    texts::{self, pick, say},
    visit::{Visit, path_id, query_value},
};

/// The page.
#[component]
pub(crate) fn EmergenciesPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let overview = visit.store.show_settings(key, visit.occasion()).await?;
        let seen = visit.store.see_as(key, visit.occasion()).await?;
        Ok((profile, overview, SeenRecord::new(&seen, texts::titled)))
    };
    loaded(
        load,
        |(profile, overview, record)| view! { <Emergencies profile=profile overview=overview record=record/> },
    )
}

#[component]
fn Emergencies(profile: ProfileHeader, overview: SettingsOverview, record: SeenRecord) -> impl IntoView {
    let id = profile.id;
    let answered = overview.settings.emergency_answered;
    // Where the answers lead, when the settings are not where the person comes from.
    let back = query_value("retour");
    let leave = address::local(&back).map_or_else(|| address::settings(id), str::to_owned);
    view! {
        <Frame title=form_title("Accès en cas d’urgence") profile=Some(profile) place=Place::Settings>
            <p class="back">
                <a href=address::settings(id)>{say!("Mes réglages", "Réglages [de prénom]")}</a>
            </p>
            <ErrorSummary/>
            <h1>"Accès en cas d’urgence"</h1>
            <p class="lead">
                {say!("Si je suis en danger et que je ne peux pas parler, qui peut ouvrir mon dossier\u{a0}? Chaque accès en urgence m’est signalé.", "Si [prénom] est en danger et ne peut pas parler, qui peut ouvrir son dossier\u{a0}? Chaque accès en urgence vous est signalé.")}
            </p>
            {(!answered)
                .then(|| {
                    view! {
                        <p>
                            {say!("Je n’ai pas encore répondu. En attendant, le SAMU et les autres professionnels peuvent ouvrir mon dossier en urgence, documents masqués compris.", "Personne n’a encore répondu pour [prénom]. En attendant, le SAMU et les autres professionnels peuvent ouvrir son dossier en urgence, documents masqués compris.")}
                        </p>
                    }
                })}
            <Difference record=record act="urgences".to_owned()>
                <form method="get" action=address::emergencies(id) class="form form--wide">
                    <input type="hidden" name="envoi" value="1"/>
                    {(!back.is_empty()).then(|| view! { <input type="hidden" name="retour" value=back/> })}
                    <EmergencyQuestions overview=overview/>
                    <ul class="actions">
                        <li><button class="button" type="submit">"Voir ce qui va changer"</button></li>
                        <li><a href=leave>"Annuler"</a></li>
                    </ul>
                </form>
            </Difference>
            <LiveParts/>
        </Frame>
    }
}

/// The three questions. Until the person has answered, no answer is chosen for them.
#[component]
pub(crate) fn EmergencyQuestions(overview: SettingsOverview) -> impl IntoView {
    let (samu, others, masked) = overview.settings.emergency;
    let answered = overview.settings.emergency_answered;
    let kept = move |answer: bool| answered.then_some(answer);
    view! {
        {texts::never_in_emergency(&overview.settings).map(|blocked| view! { <p>{blocked}</p> })}
        <RequiredFields says="Une réponse à chacune des trois questions est obligatoire."/>
        <YesNo
            name="samu"
            question="Le SAMU (médecins du centre 15)"
            hint=say!("Si je réponds non, le médecin qui décroche au 15 ne verra ni mes traitements ni mes allergies, sauf s’il donne un motif et que je réponds oui à la question suivante.", "Si vous répondez non, le médecin qui décroche au 15 ne verra ni les traitements ni les allergies [de prénom], sauf s’il donne un motif et que vous répondez oui à la question suivante.")
            kept=kept(samu)
        />
        <YesNo
            name="autres"
            question="Les autres professionnels de santé, en donnant un motif"
            hint=say!("Par exemple un médecin des urgences. Si je réponds non, il ne verra pas mon dossier sans mon accord.", "Par exemple un médecin des urgences. Si vous répondez non, il ne verra pas le dossier [de prénom] sans l’accord de ses représentants.")
            kept=kept(others)
        />
        <YesNo
            name="masques"
            question=say!("Mes documents masqués aussi", "Les documents masqués [de prénom] aussi")
            hint=pick("Si je réponds non, un document masqué restera caché en urgence, même s’il est important pour me soigner. Vaut pour ceux à qui j’ai répondu oui plus haut.", "Si vous répondez non, un document masqué restera caché en urgence, même s’il est important pour les soins. Vaut pour ceux à qui vous avez répondu oui plus haut.")
            kept=kept(masked)
        />
        <Why about="– les réponses d’aujourd’hui" rules=texts::emergency_rules(overview.settings.emergency)/>
    }
}
