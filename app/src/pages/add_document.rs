//! Adding a document of one's own.

use leptos::prelude::*;
use policy::Rule;
use record::views::{OwnDocumentForm, ProfileHeader};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, RequiredFields, Why, loaded},
    texts::{self, say},
    visit::{Visit, path_id},
};

/// The form, and what was wrong with it when it comes back.
#[component]
pub(crate) fn AddDocumentPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = {
        let visit = visit.clone();
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let form = visit.store.own_document_form(key, visit.occasion()).await?;
            Ok((profile, form))
        }
    };
    loaded(
        load,
        move |(profile, form)| view! { <AddDocument visit=visit profile=profile form=form/> },
    )
}

#[component]
fn AddDocument(visit: Visit, profile: ProfileHeader, form: OwnDocumentForm) -> impl IntoView {
    let id = profile.id;
    let failed = visit.problem.is_some();
    // What was typed, or what the form starts with.
    let typed = {
        let visit = visit.clone();
        move |field: &str, start: String| if failed { visit.typed(field) } else { start }
    };
    let file = visit.message("fichier");
    let title = visit.message("titre");
    let kind = visit.message("type");
    let dated = visit.message("date");
    let visibility = visit.message("visibilite-visible");
    let chosen = typed("type", String::new());
    let start = if form.masked_by_default {
        "masked"
    } else {
        "visible"
    };
    let wanted = typed("visibilite", start.to_owned());
    let types = texts::OWN_TYPES.map(|(group, types)| {
        let options = types
            .iter()
            .map(|(code, label)| view! { <option value=*code selected=chosen == *code>{texts::own_words(label)}</option> })
            .collect_view();
        view! { <optgroup label=texts::own_words(group)>{options}</optgroup> }
    });
    view! {
        <Frame
            title=if failed { "Erreur\u{a0}: ajouter un document" } else { "Ajouter un document" }
            profile=Some(profile)
            place=Place::Documents
        >
            <p class="back">
                <a href=address::documents(id)>{say!("Mes documents", "Documents [de prénom]")}</a>
            </p>
            <ErrorSummary/>
            <h1>"Ajouter un document"</h1>
            <p class="lead">
                {say!("Le document sera rangé dans mon dossier. Je pourrai le masquer ou le supprimer quand je voudrai.", "Le document sera rangé dans le dossier [de prénom]. Vous pourrez le masquer ou le supprimer quand vous voudrez.")}
            </p>
            <form method="post" action=address::add_document(id) enctype="multipart/form-data" class="form" novalidate>
                <RequiredFields/>
                <input type="hidden" name="jeton" value=typed("jeton", form.form.to_string())/>
                <div class="field" class:field--wrong=file.is_some()>
                    <label for="fichier">"Fichier"</label>
                    <p class="field__hint" id="fichier-aide">
                        "Un PDF, ou une photo (JPEG ou PNG), de 10\u{a0}Mo au plus."
                    </p>
                    {failed
                        .then(|| {
                            view! {
                                <p class="field__hint" id="fichier-encore">
                                    "Si vous aviez choisi un fichier, choisissez-le de nouveau\u{a0}: le navigateur ne le garde pas."
                                </p>
                            }
                        })}
                    <Message field="fichier" message=file.clone()/>
                    <input
                        id="fichier"
                        name="fichier"
                        type="file"
                        required
                        accept="application/pdf,image/jpeg,image/png"
                        aria-invalid=file.is_some().then_some("true")
                        aria-describedby=described(
                            "fichier",
                            file.is_some(),
                            if failed { "fichier-aide fichier-encore" } else { "fichier-aide" },
                        )
                    />
                </div>
                <div class="field" class:field--wrong=title.is_some()>
                    <label for="titre">"Titre"</label>
                    <p class="field__hint" id="titre-aide">"Par exemple\u{a0}: Radio du genou, avril 2024"</p>
                    <Message field="titre" message=title.clone()/>
                    <input
                        id="titre"
                        name="titre"
                        type="text"
                        autocomplete="off"
                        value=typed("titre", String::new())
                        aria-required="true"
                        aria-invalid=title.is_some().then_some("true")
                        aria-describedby=described("titre", title.is_some(), "titre-aide")
                    />
                </div>
                <div class="field" class:field--wrong=kind.is_some()>
                    <label for="type">"Type de document"</label>
                    <p class="field__hint" id="type-aide">
                        "Selon le type, certaines professions de santé peuvent lire le document et d’autres non."
                    </p>
                    <Message field="type" message=kind.clone()/>
                    <select
                        id="type"
                        name="type"
                        aria-required="true"
                        aria-invalid=kind.is_some().then_some("true")
                        aria-describedby=described("type", kind.is_some(), "type-aide")
                    >
                        <option value="">"Choisir un type"</option>
                        {types.collect_view()}
                    </select>
                </div>
                <div class="field" class:field--wrong=dated.is_some()>
                    <label for="date">"Date du document"</label>
                    <Message field="date" message=dated.clone()/>
                    <input
                        id="date"
                        name="date"
                        type="date"
                        max=form.today.to_string()
                        value=typed("date", form.today.to_string())
                        aria-required="true"
                        aria-invalid=dated.is_some().then_some("true")
                        aria-describedby=described("date", dated.is_some(), "")
                    />
                </div>
                <fieldset
                    class="question"
                    class:field--wrong=visibility.is_some()
                    aria-describedby=described("visibilite-visible", visibility.is_some(), "visibilite-aide")
                >
                    <legend>"Qui pourra le lire\u{a0}?"</legend>
                    <p class="field__hint" id="visibilite-aide">
                        {if form.masked_by_default {
                            say!("Dans mon dossier, les nouveaux documents sont masqués. Pour celui-ci, je peux choisir autre chose.", "Dans le dossier [de prénom], les nouveaux documents sont masqués. Pour celui-ci, vous pouvez choisir autre chose.")
                        } else {
                            say!("Dans mon dossier, les nouveaux documents sont visibles. Pour celui-ci, je peux choisir autre chose.", "Dans le dossier [de prénom], les nouveaux documents sont visibles. Pour celui-ci, vous pouvez choisir autre chose.")
                        }}
                    </p>
                    <Why about="– visible ou masqué" rules=vec![Rule::CareTeam, Rule::Masked]/>
                    <Message field="visibilite-visible" message=visibility.clone()/>
                    <div class="choice">
                        <input
                            id="visibilite-visible"
                            name="visibilite"
                            type="radio"
                            value="visible"
                            checked=wanted == "visible"
                            aria-describedby="visibilite-visible-aide"
                        />
                        <label for="visibilite-visible">"Visible"</label>
                        <p class="field__hint" id="visibilite-visible-aide">
                            {say!("Les professionnels qui me soignent peuvent le lire, si leur profession y a droit.", "Les professionnels qui soignent [prénom] peuvent le lire, si leur profession y a droit.")}
                        </p>
                    </div>
                    <div class="choice">
                        <input
                            id="visibilite-masque"
                            name="visibilite"
                            type="radio"
                            value="masked"
                            checked=wanted == "masked"
                            aria-describedby="visibilite-masque-aide"
                        />
                        <label for="visibilite-masque">"Masqué"</label>
                        <p class="field__hint" id="visibilite-masque-aide">
                            {say!("Moi seul le vois, avec mes médecins administrateurs, et les urgences si je l’ai permis.", "Seuls les représentants [de prénom] le voient, avec ses médecins administrateurs, et les urgences si cela a été permis.")}
                        </p>
                    </div>
                </fieldset>
                <ul class="actions">
                    <li>
                        <button class="button" type="submit">"Ajouter ce document"</button>
                    </li>
                    <li>
                        <a href=address::documents(id)>"Annuler"</a>
                    </li>
                </ul>
            </form>
        </Frame>
    }
}

/// What was wrong with a field, beside it.
#[component]
pub(crate) fn Message(field: &'static str, message: Option<String>) -> impl IntoView {
    message.map(|message| view! { <p class="field__error" id=format!("{field}-erreur")>{message}</p> })
}

/// What is read after the name of a field: its help, and its message first when there is one.
pub(crate) fn described(field: &str, wrong: bool, help: &str) -> Option<String> {
    let parts: Vec<String> = [wrong.then(|| format!("{field}-erreur")), Some(help.to_owned())]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
