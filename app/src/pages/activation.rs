//! Opening one's own record with the code of a letter, or refusing it.

use leptos::prelude::*;

use crate::{
    address,
    components::{ErrorSummary, Frame, RequiredFields},
    visit::{Visit, query_value},
};

/// The form, or what was done.
#[component]
pub(crate) fn ActivationPage() -> impl IntoView {
    if query_value("fait") == "refuse" {
        return view! {
            <Frame title="Dossier refusé">
                <h1>"Votre refus est enregistré"</h1>
                <p class="lead">"Aucun dossier n’est créé. Aucun professionnel ne peut y lire ni y ajouter de document."</p>
            </Frame>
        }
        .into_any();
    }
    let failed = Visit::current().problem.is_some();
    view! {
        <Frame title=if failed { "Erreur\u{a0}: ouvrir mon dossier" } else { "Ouvrir mon dossier" }>
            <ErrorSummary/>
            <h1>"Ouvrir mon dossier, ou le refuser"</h1>
            <p class="lead">"Le code se trouve sur le courrier que vous avez reçu. Il ne sert qu’une fois, pendant 60\u{a0}jours."</p>
            <form method="post" action=address::ACTIVATION class="form" novalidate>
                <RequiredFields says="Pour ouvrir mon dossier, tous les champs sont obligatoires. Pour le refuser, seuls le numéro de sécurité sociale et le code du courrier le sont."/>
                <Field
                    id="ins"
                    name="ins"
                    label="Numéro de sécurité sociale"
                    hint="Les 15 chiffres, clé comprise."
                    kind="text"
                    complete="off"
                />
                <Field
                    id="code"
                    name="code"
                    label="Code du courrier"
                    hint="Quatre groupes de quatre lettres ou chiffres. Majuscules, espaces et tirets ne comptent pas."
                    kind="text"
                    complete="one-time-code"
                />
                <Field
                    id="identifiant"
                    name="identifiant"
                    label="Identifiant que je choisis"
                    hint="Pour me connecter ensuite."
                    kind="text"
                    complete="username"
                />
                <Field
                    id="mot-de-passe"
                    name="mot_de_passe"
                    label="Mot de passe que je choisis"
                    hint="12 caractères au moins."
                    kind="password"
                    complete="new-password"
                />
                <ul class="actions">
                    <li><button class="button" type="submit" name="choix" value="ouvrir">"Ouvrir mon dossier"</button></li>
                    <li>
                        <button class="button button--secondary" type="submit" name="choix" value="refuser">
                            "Refuser qu’un dossier soit créé"
                        </button>
                    </li>
                </ul>
            </form>
        </Frame>
    }
    .into_any()
}

#[component]
fn Field(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    complete: &'static str,
) -> impl IntoView {
    let visit = Visit::current();
    let message = visit.message(id);
    let wrong = message.is_some();
    let error = format!("{id}-erreur");
    let help = format!("{id}-aide");
    let described = if wrong {
        format!("{help} {error}")
    } else {
        help.clone()
    };
    view! {
        <div class="field" class:field--wrong=wrong>
            <label for=id>{label}</label>
            <p class="field__hint" id=help>{hint}</p>
            {message.map(|message| view! { <p class="field__error" id=error>{message}</p> })}
            <input
                id=id
                name=name
                type=kind
                autocomplete=complete
                autocapitalize=(kind != "password").then_some("none")
                spellcheck="false"
                value=visit.typed(name)
                aria-required=matches!(id, "ins" | "code").then_some("true")
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
        </div>
    }
}
