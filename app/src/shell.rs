//! The HTML document around every page, and the routes.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    ParamSegment, SsrMode, StaticSegment,
    components::{Route, Router, Routes},
};

use crate::{
    pages::{
        AccessReportsPage, ActivationPage, AddDocumentPage, AskAuthorPage, ChangePage, CheckUpPage,
        ClosingPage, DeleteDocumentPage, DocumentPage, DocumentsPage, EmergenciesPage, HistoryPage, HomePage,
        InvitationPage, MajorityPage, NotFoundPage, NoticePreferencesPage, NoticesPage, ProfessionalPage,
        ProfessionalsPage, ProfilesPage, ProtectionPage, ReportAccessPage, RepresentativesPage, SeeAsPage,
        SettingsPage, SignInPage, SiteMapPage, VerifyHistoryPage, VisitPage, WelcomePage, WhatIfPage,
    },
    texts::Voice,
};

/// What the document needs to know of the way the site is served.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where scripts, styles and islands are.
    pub options: LeptosOptions,
    /// Address of the style sheet.
    pub style: String,
    /// Address of the script that says when the session ends.
    pub session_end: String,
    /// What verifies a history in the browser.
    pub verifier: VerifierFiles,
}

/// The addresses of what verifies a history: a module of its own, which only one page loads.
#[derive(Clone, Debug)]
pub struct VerifierFiles {
    /// The script of the page.
    pub script: String,
    /// The module that it loads.
    pub module: String,
    /// The WebAssembly of the module.
    pub wasm: String,
}

/// The whole document. The page is chosen by its address.
pub fn document(site: Site) -> impl IntoView {
    provide_meta_context();
    provide_context(site.clone());
    view! {
        <!DOCTYPE html>
        <html lang="fr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=site.style/>
                <MetaTags/>
            </head>
            <body>
                <Pages/>
            </body>
        </html>
    }
}

/// Every page by its address. Each is complete before its first byte is sent: it works without scripts.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=StaticSegment("connexion") view=SignInPage ssr=SsrMode::Async/>
                <Route path=StaticSegment("profils") view=ProfilesPage ssr=SsrMode::Async/>
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("plan"))
                    view=SiteMapPage
                    ssr=SsrMode::Async
                />
                <Route path=StaticSegment("activation") view=ActivationPage ssr=SsrMode::Async/>
                <Route
                    path=(StaticSegment("invitations"), ParamSegment("code"))
                    view=InvitationPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("representants"))
                    view=RepresentativesPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("mes-18-ans"))
                    view=MajorityPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("protection"))
                    view=ProtectionPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("documents"))
                    view=DocumentsPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("documents"),
                        ParamSegment("document"),
                    )
                    view=DocumentPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("ajouter-un-document"))
                    view=AddDocumentPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("documents"),
                        ParamSegment("document"),
                        StaticSegment("supprimer"),
                    )
                    view=DeleteDocumentPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("documents"),
                        ParamSegment("document"),
                        StaticSegment("demander-a-l-auteur"),
                    )
                    view=AskAuthorPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("changement"))
                    view=ChangePage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("reglages"))
                    view=SettingsPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("urgences"))
                    view=EmergenciesPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("voir-comme"))
                    view=SeeAsPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("essayer"))
                    view=WhatIfPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("professionnels"))
                    view=ProfessionalsPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("professionnels"),
                        ParamSegment("rpps"),
                    )
                    view=ProfessionalPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("accueil"))
                    view=HomePage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("bienvenue"))
                    view=WelcomePage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("faire-le-point"))
                    view=CheckUpPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("cloturer"))
                    view=ClosingPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("historique"))
                    view=HistoryPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("historique"),
                        ParamSegment("visit"),
                    )
                    view=VisitPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("historique"),
                        ParamSegment("visit"),
                        StaticSegment("signaler"),
                    )
                    view=ReportAccessPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("signalements"))
                    view=AccessReportsPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("notifications"),
                        StaticSegment("preferences"),
                    )
                    view=NoticePreferencesPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(StaticSegment("dossiers"), ParamSegment("profile"), StaticSegment("notifications"))
                    view=NoticesPage
                    ssr=SsrMode::Async
                />
                <Route
                    path=(
                        StaticSegment("dossiers"),
                        ParamSegment("profile"),
                        StaticSegment("verifier-l-historique"),
                    )
                    view=VerifyHistoryPage
                    ssr=SsrMode::Async
                />
            </Routes>
        </Router>
    }
}

/// Leptos wakes the islands when the browser is idle, which Chromium now and then never is (two loads of 600 on a busy machine): then
/// it is done after a second.
const WAKES_IN_TIME: &str = "{const idle=window.requestIdleCallback;\
    if(idle)window.requestIdleCallback=(wakes)=>idle.call(window,wakes,{timeout:1000})}";

/// Loads what wakes the islands; it stands after them. A page without islands does not have it.
#[component]
pub(crate) fn LiveParts() -> impl IntoView {
    let site = expect_context::<Site>();
    // The islands speak in the first person: on another's record the pages do without.
    (Voice::current() == Voice::Own).then(|| {
        view! {
            <script nonce=use_nonce()>{WAKES_IN_TIME}</script>
            <HydrationScripts options=site.options islands=true/>
        }
    })
}
