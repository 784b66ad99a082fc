//! The end of the session, said in time in a browser with scripts. Without them, the sign-in page has said how long it lasts.

use leptos::prelude::*;

use crate::{address, shell::Site, visit::Visit};

/// What `session_end.js` shows, two minutes before the end and after it, to someone who is signed in.
#[component]
pub(crate) fn SessionEnd() -> impl IntoView {
    let is_in = use_context::<Visit>().is_some_and(|visit| visit.account.is_some());
    let script = use_context::<Site>().map(|site| site.session_end);
    script.filter(|_| is_in).map(|script| {
        view! {
            <div class="session-end" id="fin-de-session" role="alert" hidden>
                <p data-when="soon">"Par sécurité, votre session prendra fin dans deux minutes, parce que vous n’avez rien fait depuis longtemps."</p>
                <button class="button" type="button" data-when="soon">"Rester connecté"</button>
                <p data-when="ended">
                    "Par sécurité, votre session a pris fin. Ce que vous avez écrit est encore sur cette page\u{a0}: "
                    <a href=address::SIGN_IN target="_blank">"reconnectez-vous dans un nouvel onglet"</a> ", puis revenez ici."
                </p>
            </div>
            <script type="module" src=script nonce=use_nonce()></script>
        }
    })
}
