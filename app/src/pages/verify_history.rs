//! *Verify my history*: the browser reads every line again and says whether the history is whole; and the history to take away.

use leptos::{nonce::use_nonce, prelude::*};
use record::views::ProfileHeader;

use crate::{
    Site, address,
    components::{Frame, Icon, Place, loaded},
    texts::{self, HistoryFault, say},
    visit::{Visit, path_id},
};

/// The page.
#[component]
pub(crate) fn VerifyHistoryPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let keys: Vec<String> = visit
        .signer
        .public_keys()
        .iter()
        .map(ToString::to_string)
        .collect();
    let load = async move { visit.store.open_profile(key?, visit.occasion()).await };
    loaded(
        load,
        move |profile| view! { <VerifyHistory profile=profile keys=keys/> },
    )
}

#[component]
fn VerifyHistory(profile: ProfileHeader, keys: Vec<String>) -> impl IntoView {
    let id = profile.id;
    let title = say!("Vérifier mon historique", "Vérifier l’historique [de prénom]");
    view! {
        <Frame title=title.clone() profile=Some(profile) place=Place::History>
            <p class="back">
                <a href=address::history(id)>{say!("Historique de mon dossier", "Historique du dossier [de prénom]")}</a>
            </p>
            <h1>{title}</h1>
            <p class="lead">
                {say!("Je peux m’assurer que rien n’a été effacé, modifié ou ajouté après coup dans mon historique.", "Vous pouvez vous assurer que rien n’a été effacé, modifié ou ajouté après coup dans l’historique [de prénom].")}
            </p>
            <p>
                "Chaque ligne de l’historique est liée à la précédente par un calcul. Si quelqu’un change une seule ligne, même "
                "quelqu’un qui a accès au serveur, le calcul ne tombe plus juste. Le navigateur refait tous ces calculs lui-même."
            </p>
            <Verification profile=id keys=keys.clone()/>
            <h2>{say!("Emporter mon historique", "Emporter l’historique [de prénom]")}</h2>
            <p>
                {say!("Ces fichiers disent qui a lu quoi dans mon dossier.", "Ces fichiers disent qui a lu quoi dans le dossier [de prénom].")} " Sur un ordinateur partagé, d’autres pourraient les ouvrir."
            </p>
            <ul class="choices">
                <li>
                    <a href=address::history_csv(id) download>"Télécharger l’historique pour un tableur (CSV)"</a>
                </li>
                <li>
                    <a href=address::history_fhir(id) download>"Télécharger l’historique pour un logiciel de santé (FHIR)"</a>
                </li>
                <li>
                    <a href=address::history_proof(id) download>"Télécharger la preuve (pour un expert)"</a>
                </li>
            </ul>
            <details>
                <summary>"Pour un expert"</summary>
                <p>
                    "La preuve contient chaque ligne, son empreinte SHA-256 et des signatures Ed25519. Elle se vérifie aussi sans ce site\u{a0}: "
                    <code>"server verify-history --key CLÉ FICHIER"</code>
                    ". De deux preuves du même dossier, la plus récente doit contenir toutes les lignes de l’autre."
                </p>
                <p>{if keys.len() == 1 { "La clé publique de ce site\u{a0}:" } else { "Les clés publiques de ce site, la plus récente d’abord\u{a0}:" }}</p>
                <ul>
                    {keys.into_iter().map(|key| view! { <li><code class="key">{key}</code></li> }).collect_view()}
                </ul>
            </details>
        </Frame>
    }
}

/// The button, and every sentence that its result may need: the script shows the right one.
#[component]
fn Verification(profile: uuid::Uuid, keys: Vec<String>) -> impl IntoView {
    let site = expect_context::<Site>();
    let faults = texts::history_faults().map(|(kind, sentence)| {
        let number = |slot| view! { <span data-slot=slot></span> };
        let sentence = match sentence {
            HistoryFault::Nothing(text) => text.into_any(),
            HistoryFault::Line(before, after) => (before, number("seq"), after).into_any(),
            HistoryFault::Lines(before, between, after) => {
                (before, number("seq"), between, number("last"), after).into_any()
            }
        };
        view! { <p data-part=kind hidden>{sentence}</p> }
    });
    view! {
        <section
            id="verification"
            aria-label="Vérification"
            data-profile=profile.to_string()
            data-keys=format!("[{}]", keys.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(","))
            data-proof=address::history_proof(profile)
            data-module=site.verifier.module
            data-wasm=site.verifier.wasm
        >
            <p data-without-script>
                {say!(
                    "Cette vérification se fait dans le navigateur, et le mien n’exécute pas JavaScript. Je peux télécharger la preuve plus bas et la confier à quelqu’un en qui j’ai confiance.",
                    "Cette vérification se fait dans le navigateur, et le vôtre n’exécute pas JavaScript. Vous pouvez télécharger la preuve plus bas et la confier à quelqu’un en qui vous avez confiance."
                )}
            </p>
            <button class="button" type="button" hidden>"Vérifier maintenant"</button>
            <div role="status">
                <div data-result="running" tabindex="-1" hidden>
                    <p>
                        "Vérification en cours…"
                        <span data-part="lines" hidden>" " <span data-slot="lines"></span> " lignes vérifiées."</span>
                    </p>
                </div>
                <div class="result" data-result="whole" tabindex="-1" hidden>
                    {Icon::Check.view()}
                    <div>
                        <p><strong>{say!("Mon historique est intact.", "L’historique [de prénom] est intact.")}</strong></p>
                        <p data-part="lines" hidden>
                            <span data-slot="lines"></span>
                            " lignes vérifiées\u{a0}: aucune n’a été effacée, modifiée, déplacée ou ajoutée après coup."
                        </p>
                        <p data-part="line" hidden>"Une ligne vérifiée\u{a0}: elle est comme elle a été écrite."</p>
                        <p data-part="none" hidden>"Il n’y a encore aucune ligne."</p>
                        <p data-part="first" hidden>
                            "Ce navigateur retient où en est l’historique. La prochaine fois, il vérifiera aussi que rien de ce qu’il a vu "
                            "aujourd’hui n’a disparu."
                        </p>
                        <p data-part="again" hidden>
                            "Tout ce que ce navigateur avait vérifié le " <span data-slot="before"></span> " y est toujours."
                        </p>
                    </div>
                </div>
                <div class="error-summary" data-result="fault" tabindex="-1" hidden>
                    <h2 class="error-summary__title">{say!("Mon historique n’est pas intact", "L’historique [de prénom] n’est pas intact")}</h2>
                    {faults}
                    <p data-part="sure" hidden>
                        "Les lignes écrites jusqu’au " <span data-slot="sure"></span> " sont sûres."
                    </p>
                    <p>
                        <strong>"Que faire\u{a0}?"</strong> {say!(" Je garde la preuve (", " Gardez la preuve (")}
                        <a href=address::history_proof(profile) download>"télécharger la preuve"</a>
                        {say!("), et j’appelle le ", "), et appelez le ")} <strong>"34\u{a0}22"</strong> "."
                    </p>
                </div>
                <div class="error-summary" data-result="unavailable" tabindex="-1" hidden>
                    <h2 class="error-summary__title">"La vérification n’a pas pu aller au bout"</h2>
                    <p>
                        "La connexion a été coupée, ou la session est terminée. Cela ne dit rien de l’historique lui-même. "
                        <a href=address::verify_history(profile)>"Recharger la page"</a> ", puis recommencer."
                    </p>
                </div>
            </div>
        </section>
        <script type="module" src=site.verifier.script nonce=use_nonce()></script>
    }
}
