//! Signing in.

use leptos::prelude::*;

use crate::{
    address,
    components::{ErrorSummary, Frame, RequiredFields},
    visit::{Visit, query_value},
};

/// The form, and what was wrong with it when it comes back.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let visit = Visit::current();
    let wanted = match visit.typed("suite") {
        typed if typed.is_empty() => query_value("suite"),
        typed => typed,
    };
    let ended = query_value("fin");
    let problem = visit.problem.is_some();
    let message = visit.message("identifiant");
    let wrong = message.is_some();
    let described = wrong.then_some("identifiant-erreur");
    view! {
        <Frame title=if problem { "Erreur\u{a0}: connexion" } else { "Connexion" }>
            <ErrorSummary/>
            <h1>"Me connecter à mon dossier"</h1>
            {(!problem && ended == "deconnexion").then(|| view! { <p class="notice" role="status">"Vous êtes déconnecté."</p> })}
            {(!problem && ended == "session")
                .then(|| {
                    view! {
                        <p class="notice" role="status">
                            "Votre session a pris fin, par sécurité. Reconnectez-vous\u{a0}: vous reviendrez à la page que vous vouliez voir."
                        </p>
                    }
                })}
            {(!problem && ended == "formulaire")
                .then(|| {
                    view! {
                        <p class="notice" role="status">
                            "Votre session a pris fin, par sécurité. Rien n’a été changé\u{a0}: ce que vous avez demandé n’a pas été fait. Reconnectez-vous\u{a0}: vous reviendrez à la page où vous étiez, pour recommencer."
                        </p>
                    }
                })}
            <form method="post" action=address::SIGN_IN class="form" novalidate>
                <RequiredFields/>
                <input type="hidden" name="suite" value=wanted/>
                <div class="field" class:field--wrong=wrong>
                    <label for="identifiant">"Identifiant"</label>
                    {message
                        .map(|message| view! { <p class="field__error" id="identifiant-erreur">{message}</p> })}
                    <input
                        id="identifiant"
                        name="identifiant"
                        type="text"
                        autocomplete="username"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-required="true"
                        value=visit.typed("identifiant")
                        aria-invalid=wrong.then_some("true")
                        aria-describedby=described
                    />
                </div>
                <div class="field">
                    <label for="mot-de-passe">"Mot de passe"</label>
                    <input
                        id="mot-de-passe"
                        name="mot_de_passe"
                        type="password"
                        aria-required="true"
                        autocomplete="current-password"
                    />
                </div>
                <button class="button" type="submit">"Me connecter"</button>
            </form>
            <p>"Par sécurité, une session où rien n’est fait pendant 30\u{a0}minutes prend fin."</p>
        </Frame>
    }
}
