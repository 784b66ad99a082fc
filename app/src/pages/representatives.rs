//! Who represents a minor: the two of them, invitations, and leaving.

use leptos::prelude::*;
use record::views::{PendingInvitation, ProfileHeader, Representatives};
use uuid::Uuid;

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, ResultMessage, form_title, loaded},
    texts::{self, say},
    visit::{Visit, path_id, query_value},
};

/// The page.
#[component]
pub(crate) fn RepresentativesPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let all = visit.store.list_representatives(key, visit.occasion()).await?;
        Ok((profile, all))
    };
    loaded(load, |(profile, all)| view! { <All profile=profile all=all/> })
}

#[component]
fn All(profile: ProfileHeader, all: Representatives) -> impl IntoView {
    let visit = Visit::current();
    let id = profile.id;
    let here = address::representatives(id);
    let link = visit.shown_once.clone();
    let message = visit.message("certain");
    let unsure = message.is_some();
    let done = (query_value("fait") == "oui").then(|| view! { <ResultMessage text="C’est fait."/> });
    let people = all
        .people
        .into_iter()
        .map(|person| {
            let me = if person.is_me { " (vous)" } else { "" };
            view! { <li>{format!("{}{me}", person.name)}</li> }
        })
        .collect_view();
    let pending = all
        .pending
        .into_iter()
        .map(|invitation| pending(id, invitation))
        .collect_view();
    view! {
        <Frame title=form_title(&say!("Représentants légaux", "Représentants légaux [de prénom]")) profile=Some(profile) place=Place::Settings>
            <p class="back">
                <a href=address::settings(id)>{say!("Mes réglages", "Réglages [de prénom]")}</a>
            </p>
            <ErrorSummary/>
            {done}
            {link.map(|link| view! { <NewLink link=link/> })}
            <h1>{say!("Représentants légaux", "Représentants légaux [de prénom]")}</h1>
            <p class="lead">
                {say!(
                    "Deux personnes au plus, avec les mêmes droits.",
                    "Deux personnes au plus, avec les mêmes droits. Ce que l’une fait pour [prénom] est annoncé à l’autre."
                )}
            </p>
            <ul>{people}</ul>
            {pending}
            {all.may_invite.then(|| view! { <Invite action=here.clone()/> })}
            {all
                .may_leave
                .then(|| {
                    view! {
                        <section class="panel" aria-labelledby="partir">
                            <h2 id="partir">{say!("Ne plus représenter", "Ne plus représenter [prénom]")}</h2>
                            <p>"Vous n’aurez plus accès à ce dossier, tout de suite. L’autre représentant en est averti. Pour revenir, il faudra qu’il vous invite."</p>
                            <form method="post" action=here class="form" novalidate>
                                <input type="hidden" name="acte" value="quitter"/>
                                <div class="field" class:field--wrong=unsure>
                                    {message.map(|message| view! { <p class="field__error" id="certain-erreur">{message}</p> })}
                                    <div class="choice">
                                        <input
                                            type="checkbox"
                                            id="certain"
                                            name="certain"
                                            value="oui"
                                            aria-describedby=unsure.then_some("certain-erreur")
                                        />
                                        <label for="certain">"Je comprends que je n’aurai plus accès à ce dossier."</label>
                                    </div>
                                </div>
                                <button class="button button--secondary" type="submit">{say!("Ne plus représenter", "Ne plus représenter [prénom]")}</button>
                            </form>
                        </section>
                    }
                })}
        </Frame>
    }
}

/// The link of an invitation, which is shown this once.
#[component]
fn NewLink(link: String) -> impl IntoView {
    view! {
        <div class="result" role="status" tabindex="-1" autofocus id="resultat">
            <div>
                <p>
                    "L’invitation est prête. Copiez ce lien maintenant et envoyez-le vous-même à la personne invitée\u{a0}: il n’est montré qu’une fois, et vaut sept jours."
                </p>
                <p><strong class="key">{link}</strong></p>
                <p>"Elle l’ouvrira, puis se connectera avec son propre compte, au nom que vous avez écrit."</p>
            </div>
        </div>
    }
}

fn pending(id: Uuid, invitation: PendingInvitation) -> impl IntoView {
    let state = if invitation.expired {
        format!("Expirée depuis le {}.", texts::moment(invitation.until))
    } else {
        format!("À accepter avant le {}.", texts::moment(invitation.until))
    };
    let act = |act: &'static str, label: &'static str| {
        view! {
            <li>
                <form method="post" action=address::representatives(id)>
                    <input type="hidden" name="acte" value=act/>
                    <input type="hidden" name="invitation" value=invitation.id.to_string()/>
                    <button class="button button--secondary" type="submit">{label}</button>
                </form>
            </li>
        }
    };
    view! {
        <section class="panel" aria-label=format!("Invitation de {}", invitation.invited)>
            <h2>{format!("Invitation de {}", invitation.invited)}</h2>
            <p>{format!("Faite par {}. {state}", invitation.inviter)}</p>
            <p>"Lien perdu, ou expiré\u{a0}? Faites-en un nouveau\u{a0}: l’ancien ne marchera plus."</p>
            <ul class="actions">
                {act("renouveler", "Faire un nouveau lien")}
                {act("annuler", "Annuler l’invitation")}
            </ul>
        </section>
    }
}

#[component]
fn Invite(action: String) -> impl IntoView {
    let visit = Visit::current();
    let message = visit.message("nom");
    let wrong = message.is_some();
    view! {
        <form method="post" action=action class="form" novalidate>
            <h2>"Inviter l’autre représentant légal"</h2>
            <input type="hidden" name="acte" value="inviter"/>
            <div class="field" class:field--wrong=wrong>
                <label for="nom">"Son prénom et son nom"</label>
                <p class="field__hint" id="nom-aide">"Comme sur son propre compte\u{a0}: personne d’autre ne pourra accepter."</p>
                {message.map(|message| view! { <p class="field__error" id="nom-erreur">{message}</p> })}
                <input
                    id="nom"
                    name="nom"
                    type="text"
                    autocomplete="off"
                    value=visit.typed("nom")
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=if wrong { "nom-aide nom-erreur" } else { "nom-aide" }
                />
            </div>
            <button class="button" type="submit">"Préparer l’invitation"</button>
        </form>
    }
}
