//! Who acts for whom: representatives of a minor and their invitations, whoever protects an adult, and people who open their own record.

use app::{address, visit::FormProblem};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use policy::{ProfileAct, Refusal};
use record::{
    RecordError,
    acts::{Activated, Activation, RepresentativeAct},
    typed::{Ins, InsProblem, Title},
};
use tower_sessions::Session;

use super::{
    fields::{self, Fields},
    sent::{Sent, SignedForm},
};
use crate::{
    AppState,
    pages::{render, render_once, told, unavailable},
    passwords::{self, Password},
    sessions,
};

/// The fewest characters of a password.
const SHORTEST_PASSWORD: usize = 12;

/// Invites the other representative, takes an invitation back, makes it anew, or leaves.
pub(crate) async fn representatives(State(state): State<AppState>, sent: Sent) -> Response {
    let key = sent.key();
    let act = match representative_act(&sent.fields) {
        Ok(act) => act,
        Err(Some(problem)) => return sent.again(&state, Some(problem)).await,
        Err(None) => return fields::unreadable(),
    };
    let leaves = matches!(act, RepresentativeAct::Leave);
    match state
        .store
        .change_representatives(key, &act, state.edge.occasion())
        .await
    {
        Ok(Some(code)) => {
            let link = link(&state, &sent.parts, &code);
            render_once(&state, sent.parts, Some(key.account), None, Some(link)).await
        }
        Ok(None) if leaves => Redirect::to(&format!("{}?fait=quitte", address::PROFILES)).into_response(),
        Ok(None) => {
            Redirect::to(&format!("{}?fait=oui", address::representatives(key.profile))).into_response()
        }
        Err(RecordError::Stale) => {
            let problem = FormProblem {
                status: Some(StatusCode::CONFLICT),
                ..fields::problem(
                    "contenu",
                    "Cela n’est plus possible\u{a0}: la situation a changé depuis que la page a été affichée. Rien n’a été changé.",
                )
            };
            sent.again(&state, Some(problem)).await
        }
        Err(RecordError::Refused(_)) => {
            let mut problem = fields::problem(
                "nom",
                "C’est votre propre nom. Écrivez celui de l’autre représentant légal. Rien n’a été changé.",
            );
            if let RepresentativeAct::Invite(name) = &act {
                problem.typed.insert("nom", name.as_str().to_owned());
            }
            sent.again(&state, Some(problem)).await
        }
        Err(error) => {
            sent.failed(&state, error, "representatives could not be changed")
                .await
        }
    }
}

/// The whole address of an invitation, to be sent to someone.
fn link(state: &AppState, parts: &Parts, code: &str) -> String {
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let here = format!("http://{}", host.unwrap_or("localhost"));
    let site = state.public_origin.as_deref().unwrap_or(&here);
    format!("{site}{}", address::invitation(code))
}

/// What the form asks; what is wrong with it; nothing for a form that no page sends.
fn representative_act(fields: &Fields) -> Result<RepresentativeAct, Option<FormProblem>> {
    let invitation = || {
        let id = fields.one("invitation").and_then(|id| id.parse().ok());
        id.ok_or(None)
    };
    match fields.one("acte") {
        Some("inviter") => {
            let typed = fields.one("nom").ok_or(None)?;
            if let Ok(name) = Title::new(typed) {
                return Ok(RepresentativeAct::Invite(name));
            }
            let mut problem = fields::problem("nom", "Écrivez son prénom et son nom.");
            problem.typed.insert("nom", typed.chars().take(200).collect());
            Err(Some(problem))
        }
        Some("annuler") => invitation().map(RepresentativeAct::Cancel),
        Some("renouveler") => invitation().map(RepresentativeAct::Renew),
        Some("quitter") if fields.one("certain") == Some("oui") => Ok(RepresentativeAct::Leave),
        Some("quitter") => Err(Some(fields::problem(
            "certain",
            "Cochez d’abord la case. Rien n’a été changé.",
        ))),
        _ => Err(None),
    }
}

/// Accepts an invitation, or refuses it.
pub(crate) async fn answer_invitation(State(state): State<AppState>, form: SignedForm) -> Response {
    let accepts = match form.fields.one("reponse") {
        Some("accepter") => true,
        Some("refuser") => false,
        _ => return fields::unreadable(),
    };
    match state
        .store
        .answer_invitation(form.account, form.named("code"), accepts, state.edge.occasion())
        .await
    {
        Ok(_) => {
            let done = if accepts { "accepte" } else { "refuse" };
            Redirect::to(&format!("{}?fait={done}", address::PROFILES)).into_response()
        }
        Err(RecordError::NotFound) => render(&state, form.parts, Some(form.account), None).await,
        Err(error) => {
            tracing::error!(%error, "an invitation could not be answered");
            unavailable()
        }
    }
}

/// Activates or closes the record of a protected adult.
pub(crate) async fn protect(State(state): State<AppState>, sent: Sent) -> Response {
    let act = match sent.fields.one("acte") {
        Some("activer") => ProfileAct::Activate,
        Some("cloturer") => ProfileAct::Close,
        _ => return fields::unreadable(),
    };
    let key = sent.key();
    let sought = sent.fields.one("avis") == Some("oui");
    match state
        .store
        .protect_profile(key, act, sought, state.edge.occasion())
        .await
    {
        Ok(()) => Redirect::to(&format!("{}?fait=oui", address::protection(key.profile))).into_response(),
        Err(RecordError::Refused(Refusal::OpinionNotSought)) => {
            let problem = fields::problem(
                "avis",
                "Déclarez d’abord que vous avez recherché l’avis de la personne. Rien n’a été changé.",
            );
            sent.again(&state, Some(problem)).await
        }
        Err(RecordError::Refused(_)) => told(
            StatusCode::FORBIDDEN,
            "Vous ne pouvez pas faire cela",
            "Votre mission de protection ne le permet pas, ou le dossier n’est plus dans le même état. Rien n’a été changé.",
        ),
        Err(error) => {
            sent.failed(&state, error, "a protected record could not be changed")
                .await
        }
    }
}

/// The person who came of age has reviewed what was decided for them.
pub(crate) async fn end_majority_review(State(state): State<AppState>, sent: Sent) -> Response {
    let key = sent.key();
    match state.store.end_majority_review(key, state.edge.occasion()).await {
        Ok(()) => Redirect::to(&address::home(key.profile)).into_response(),
        Err(error) => sent.failed(&state, error, "a review could not be ended").await,
    }
}

/// Opens one's own record with a code, or refuses that there be one.
pub(crate) async fn activate(State(state): State<AppState>, session: Session, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = Request::from_parts(parts.clone(), body);
    let fields = match <Fields as axum::extract::FromRequest<AppState>>::from_request(form, &state).await {
        Ok(fields) => fields,
        Err(answer) => return answer,
    };
    let typed = |name| fields.one(name).map(str::trim);
    let (Some(ins), Some(code), Some(identifier), Some(password), Some(choice)) = (
        typed("ins"),
        typed("code"),
        typed("identifiant"),
        fields.one("mot_de_passe"),
        fields.one("choix"),
    ) else {
        return fields::unreadable();
    };
    let opens = match choice {
        "ouvrir" => true,
        "refuser" => false,
        _ => return fields::unreadable(),
    };
    let again = |messages: Vec<(&'static str, String)>, status| {
        let mut problem = FormProblem {
            messages,
            status,
            ..FormProblem::default()
        };
        for (name, value) in [("ins", ins), ("code", code), ("identifiant", identifier)] {
            problem.typed.insert(name, value.chars().take(200).collect());
        }
        render(&state, parts.clone(), None, Some(problem))
    };
    let (number, messages) = checked(ins, code, opens.then_some((identifier, password)));
    let number = match number {
        Ok(number) if messages.is_empty() => number,
        _ => return again(messages, None).await,
    };
    let password = Password::from(password.to_owned());
    // The same work whatever the code: the time of the answer tells nothing.
    let hash = match tokio::task::spawn_blocking(move || passwords::hash(&password)).await {
        Ok(Ok(hash)) => hash,
        failed => {
            tracing::error!(?failed, "a password could not be hashed");
            return unavailable();
        }
    };
    let wanted = if opens {
        Activation::Open {
            identifier,
            password_hash: &hash,
        }
    } else {
        Activation::Oppose
    };
    let done = state
        .store
        .activate(&number, code, wanted, state.edge.occasion())
        .await;
    let wrong = |field, message: &str, status| again(vec![(field, message.to_owned())], status);
    match done {
        Ok(Activated::Opened(account)) => match sessions::begin(&session, account).await {
            Ok(()) => Redirect::to("/").into_response(),
            Err(error) => {
                tracing::error!(%error, "a session could not be begun");
                Redirect::to(address::SIGN_IN).into_response()
            }
        },
        Ok(Activated::Opposed) => {
            Redirect::to(&format!("{}?fait=refuse", address::ACTIVATION)).into_response()
        }
        Ok(Activated::Unknown) => {
            let message = "Ce code ne va pas avec ce numéro, ou il n’est plus valable. Vérifiez les deux. Après cinq essais, demandez un nouveau code.";
            wrong("code", message, None).await
        }
        Ok(Activated::IdentifierTaken) => {
            let message = "Cet identifiant est déjà pris. Choisissez-en un autre.";
            wrong("identifiant", message, None).await
        }
        Ok(Activated::TooLate) => {
            let message = "Ce dossier existe déjà\u{a0}: il ne peut plus être refusé. Vous pouvez l’ouvrir, puis le clôturer.";
            wrong("code", message, Some(StatusCode::CONFLICT)).await
        }
        Err(error) => {
            tracing::error!(%error, "a record could not be activated");
            unavailable()
        }
    }
}

/// The number, and what is wrong with each field. `account` is what the person chose to sign in with, if they open their record.
fn checked(
    ins: &str,
    code: &str,
    account: Option<(&str, &str)>,
) -> (Result<Ins, InsProblem>, Vec<(&'static str, String)>) {
    let mut messages = Vec::new();
    let mut say = |field, message: &str| messages.push((field, message.to_owned()));
    let number = Ins::new(ins);
    if number.is_err() {
        say(
            "ins",
            "Ce numéro n’est pas le bon\u{a0}: vérifiez les 15 chiffres, clé comprise.",
        );
    }
    if code.is_empty() {
        say("code", "Écrivez le code du courrier.");
    }
    if let Some((identifier, password)) = account {
        if identifier.is_empty() || identifier.chars().count() > 100 {
            say(
                "identifiant",
                "Choisissez un identifiant, de 100 caractères au plus.",
            );
        }
        if password.chars().count() < SHORTEST_PASSWORD {
            say(
                "mot-de-passe",
                "Choisissez un mot de passe de 12 caractères au moins.",
            );
        }
    }
    (number, messages)
}
