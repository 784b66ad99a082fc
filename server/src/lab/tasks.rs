//! The twelve tasks: where each begins, what the participant is told, and how the record itself says that it has succeeded.

use app::sight::{Onlooker, SeenRecord, Situation};
use policy::{Channel, Entitlement};
use record::{
    RecordError,
    acts::ActorKey,
    queries::{HistoryKind, HistoryQuery},
    views::{ChangeKind, HistoryLine, ReportState, SeeAsView, Visit},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    LabError,
    population::{self, BERNARD, CAMILLE, CARON, FONTAINE, LEO, MARTIN, NGUYEN, ROUSSEL, professional},
    simulator::{OPEN, READ, through_gateway},
    worlds::ResetError,
};
use crate::AppState;

/// The document most tasks are about.
const BIOLOGY: &str = "Analyse de sang\u{a0}: cholestérol et glycémie";
/// In place of a title: what is masked, whatever it is called. Bernard has one such document before anything begins.
const MASKED: &str = "";
const PRESSURE: &str = "Ordonnance\u{a0}: tension artérielle";
const ASTHMA: &str = "Ordonnance\u{a0}: traitement de l’asthme";

/// A task.
#[derive(Debug)]
pub(super) struct Task {
    /// Its place in addresses and files.
    pub id: &'static str,
    /// For the moderator.
    pub title: &'static str,
    /// Who signs in.
    pub persona: &'static str,
    /// What is read to the participant, who then sees it: no word of the interface.
    pub wording: &'static str,
    /// What has happened before.
    pub before: &'static str,
    /// When it has succeeded.
    pub success: &'static str,
    /// The pages of the shortest way, the first one included.
    pub path: &'static [&'static str],
    /// Whether it changes who can read; then the participant is asked who now can.
    about: Option<(&'static str, &'static str)>,
}

impl Task {
    /// How many pages the shortest way shows.
    pub(super) fn optimum(&self) -> u32 {
        u32::try_from(self.path.len()).unwrap_or(u32::MAX)
    }

    /// Whose account, and which profile.
    fn key(&self) -> ActorKey {
        let account = population::account(self.persona);
        let profile = match self.id {
            CHILD => LEO.profile(),
            _ if self.persona == "bernard" => BERNARD.profile(),
            _ => CAMILLE.profile(),
        };
        ActorKey { account, profile }
    }

    /// Who signs in.
    pub(super) fn account(&self) -> Uuid {
        population::account(self.persona)
    }
}

const HIDE_ONE: &str = "cacher-un-document";
const HIDE_ALL: &str = "tout-cacher-puis-rendre";
const HIDE_FROM: &str = "cacher-a-un-medecin";
const BLOCK_BEFORE: &str = "bloquer-avant-une-visite";
const UNBLOCK: &str = "debloquer";
const EMERGENCIES: &str = "urgences";
const ADMINISTRATOR: &str = "medecin-administrateur";
const WHO_READ: &str = "qui-a-lu";
const REPORT: &str = "signaler-un-acces";
const CHILD: &str = "historique-de-l-enfant";
const REOPEN: &str = "rouvrir";
const EXPLAIN: &str = "expliquer-l-urgence";

/// The twelve, in the order in which they are proposed.
pub(super) const TASKS: [Task; 12] = [
    Task {
        id: HIDE_ONE,
        title: "Cacher un document",
        persona: "camille",
        wording: "Vous êtes Camille. Vous avez fait une prise de sang pour le cholestérol et la glycémie. Vous ne voulez plus que ceux qui vous soignent \
                  lisent ce résultat. Tous vos autres papiers doivent rester comme ils sont.",
        before: "Tout est visible.",
        success: "Ce document est masqué, et lui seul.",
        path: &[
            "Accueil",
            "Mes documents",
            "Mes documents, après «\u{a0}Masquer\u{a0}»",
        ],
        about: Some((NGUYEN, BIOLOGY)),
    },
    Task {
        id: HIDE_ALL,
        title: "Tout cacher, puis tout rendre",
        persona: "camille",
        wording: "Vous êtes Camille. Faites en sorte que plus personne parmi ceux qui vous soignent ne lise vos papiers. Puis changez d’avis\u{a0}: \
                  remettez tout comme avant.",
        before: "Tout est visible.",
        success: "Tous les documents ont été masqués, et tous sont de nouveau visibles.",
        path: &[
            "Accueil",
            "Mes documents",
            "Masquer tous mes documents",
            "Mes documents, après «\u{a0}Confirmer\u{a0}»",
            "Annuler ce changement",
            "Mes documents, après «\u{a0}Confirmer\u{a0}»",
        ],
        about: Some((NGUYEN, BIOLOGY)),
    },
    Task {
        id: HIDE_FROM,
        title: "Cacher à un seul médecin",
        persona: "camille",
        wording: "Vous êtes Camille. La cardiologue Sophie Nguyen vous a suivie, et vous ne vous entendez plus. Elle seule ne doit plus rien lire chez vous. \
                  Les autres continuent comme avant.",
        before: "Sophie Nguyen est venue il y a neuf jours.",
        success: "Sophie Nguyen est bloquée, et elle seule.",
        path: &[
            "Accueil",
            "Professionnels",
            "Bloquer Sophie Nguyen",
            "Professionnels, après «\u{a0}Confirmer\u{a0}»",
        ],
        about: Some((NGUYEN, BIOLOGY)),
    },
    Task {
        id: BLOCK_BEFORE,
        title: "Bloquer avant une visite",
        persona: "camille",
        wording: "Vous êtes Camille. Demain, l’infirmière Léa Fontaine viendra chez votre voisine, et vous la connaissez trop bien. Faites en sorte \
                  qu’elle ne puisse rien lire de vous, avant même qu’elle essaie.",
        before: "Léa Fontaine n’est jamais venue dans le dossier.",
        success: "Léa Fontaine est bloquée, et elle seule.",
        path: &[
            "Accueil",
            "Professionnels",
            "Professionnels, après la recherche «\u{a0}Fontaine\u{a0}»",
            "Bloquer Léa Fontaine",
            "Professionnels, après «\u{a0}Confirmer\u{a0}»",
        ],
        about: Some((FONTAINE, BIOLOGY)),
    },
    Task {
        id: UNBLOCK,
        title: "Débloquer",
        persona: "bernard",
        wording: "Vous êtes Bernard. Vous aviez interdit à votre ancien dentiste, Paul Roussel, de lire vos papiers. Vous retournez le voir\u{a0}: \
                  il doit pouvoir lire de nouveau.",
        before: "Paul Roussel est bloqué.",
        success: "Plus personne n’est bloqué.",
        path: &[
            "Accueil",
            "Professionnels",
            "Débloquer Paul Roussel",
            "Professionnels, après «\u{a0}Confirmer\u{a0}»",
        ],
        about: Some((ROUSSEL, PRESSURE)),
    },
    Task {
        id: EMERGENCIES,
        title: "Le SAMU oui, les autres urgences non",
        persona: "camille",
        wording: "Vous êtes Camille. Si vous avez un malaise, le SAMU doit pouvoir lire vos papiers. Aucun autre médecin ne doit le pouvoir au nom de l’urgence.",
        before: "Camille n’a pas encore répondu\u{a0}: le SAMU et les autres urgences sont permis.",
        success: "Le SAMU est permis, les autres urgences sont refusées.",
        path: &[
            "Accueil",
            "Les urgences",
            "Ce qui va changer",
            "Accueil, après «\u{a0}Confirmer\u{a0}»",
        ],
        about: Some((NGUYEN, BIOLOGY)),
    },
    Task {
        id: ADMINISTRATOR,
        title: "Nommer puis retirer un médecin administrateur",
        persona: "bernard",
        wording: "Vous êtes Bernard. Vous voulez que le docteur Hélène Martin, et elle seule, puisse tout gérer avec vous, même ce que vous cachez aux autres. \
                  Puis vous changez d’avis\u{a0}: retirez-lui ce rôle.",
        before: "Bernard n’a pas de médecin administrateur.",
        success: "Hélène Martin a été nommée, puis retirée\u{a0}; il n’y a plus d’administrateur, et elle n’est pas bloquée.",
        path: &[
            "Accueil",
            "Professionnels",
            "Professionnels, après la recherche «\u{a0}Martin\u{a0}»",
            "Hélène Martin",
            "Nommer administrateur de mon dossier",
            "Hélène Martin, après «\u{a0}Confirmer\u{a0}»",
            "Retirer",
            "Hélène Martin, après «\u{a0}Confirmer\u{a0}»",
        ],
        about: Some((MARTIN, MASKED)),
    },
    Task {
        id: WHO_READ,
        title: "Qui a lu le résultat, et pourquoi",
        persona: "camille",
        wording: "Vous êtes Camille. Quelqu’un a lu votre prise de sang pour le cholestérol et la glycémie. Trouvez qui, et à quel titre.",
        before: "Une personne vient de lire ce résultat depuis son logiciel.",
        success: "Les deux réponses sont celles de l’historique.",
        path: &["Accueil", "Historique"],
        about: None,
    },
    Task {
        id: REPORT,
        title: "Signaler un accès",
        persona: "camille",
        wording: "Vous êtes Camille. Le docteur Yves Caron a ouvert votre dossier en disant que vous étiez inconsciente. Ce jour-là, vous étiez chez vous, \
                  en pleine forme. Dites que ce n’est pas normal.",
        before: "Yves Caron est venu il y a quatre jours.",
        success: "Cet accès est signalé.",
        path: &[
            "Accueil",
            "Historique",
            "Signaler cet accès",
            "Le signalement est envoyé",
        ],
        about: None,
    },
    Task {
        id: CHILD,
        title: "Parent\u{a0}: l’historique de l’enfant",
        persona: "marie",
        wording: "Vous êtes Marie, la mère de Léo, quinze ans. Trouvez qui est venu en dernier dans le dossier de Léo, et ce qui a été lu.",
        before: "Un médecin vient de lire l’ordonnance de Léo.",
        success: "Les deux réponses sont celles de l’historique de Léo.",
        path: &[
            "Choisir un dossier",
            "L’accueil de Léo, où sont les derniers accès",
        ],
        about: None,
    },
    Task {
        id: REOPEN,
        title: "Rouvrir un dossier clôturé",
        persona: "camille",
        wording: "Vous êtes Camille. Il y a peu, vous avez fermé votre dossier. Vous voulez le retrouver comme il était.",
        before: "Camille vient de clôturer son dossier.",
        success: "Le dossier est ouvert.",
        path: &["Mon dossier est clôturé", "Mon dossier est rouvert"],
        about: Some((NGUYEN, BIOLOGY)),
    },
    Task {
        id: EXPLAIN,
        title: "Expliquer ce que voit un médecin urgentiste",
        persona: "bernard",
        wording: "Vous êtes Bernard. Vous vous demandez ce qu’un médecin que vous ne connaissez pas lirait chez vous si l’on vous trouvait inconscient, hors du SAMU. \
                  Cherchez, puis expliquez-le avec vos mots.",
        before: "Un document de Bernard est masqué. Il n’a pas encore répondu au sujet des urgences.",
        success: "Les trois réponses sont celles que donnent les règles.",
        path: &[
            "Accueil",
            "Voir comme un professionnel",
            "Le dossier vu par un médecin en urgence",
        ],
        about: None,
    },
];

/// The task of this name.
pub(super) fn task(id: &str) -> Option<&'static Task> {
    TASKS.iter().find(|task| task.id == id)
}

/// A question to a participant, with the answer that the record or the rules give.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// Its name in a form.
    pub name: String,
    /// The question.
    pub text: String,
    /// The value and the words of each answer.
    pub choices: Vec<(String, String)>,
    /// The value of the right one.
    pub right: String,
}

const YES: &str = "oui";
const NO: &str = "non";
/// What somebody who does not know answers: never right.
pub(super) const UNKNOWN: &str = "ne-sait-pas";

impl Question {
    fn new(name: &str, text: String, choices: Vec<(String, String)>, right: String) -> Self {
        Self {
            name: name.to_owned(),
            text,
            choices,
            right,
        }
    }

    fn yes_or_no(name: &str, text: String, yes: bool) -> Self {
        let choices = [(YES, "Oui"), (NO, "Non")].map(|(value, label)| (value.to_owned(), label.to_owned()));
        Self::new(name, text, choices.into(), if yes { YES } else { NO }.to_owned())
    }

    /// Whether this is the right answer.
    pub(super) fn is_right(&self, given: &str) -> bool {
        given == self.right
    }
}

/// Why a task cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub(super) enum PreparingError {
    /// The world does not begin again.
    #[error(transparent)]
    Reset(#[from] ResetError),
    /// The record refuses.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The gateway does not let a professional do what the task needs.
    #[error("the gateway answered {0} to what the task needs")]
    Gateway(u16),
}

/// Makes the world begin again, then do what has happened before the task.
pub(super) async fn prepare(task: &Task, state: &AppState) -> Result<(), PreparingError> {
    state.lab.start_again(state).await?;
    match task.id {
        WHO_READ => {
            let key = task.key();
            let seen = state.store.see_as(key, state.edge.occasion()).await?;
            reads(state, NGUYEN, CAMILLE.ins, titled(&seen, BIOLOGY)?).await
        }
        CHILD => {
            let seen = state.store.see_as(task.key(), state.edge.occasion()).await?;
            reads(state, MARTIN, LEO.ins, titled(&seen, ASTHMA)?).await
        }
        REOPEN => {
            state
                .store
                .close_profile(task.key(), state.edge.occasion())
                .await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A member of the care team opens a record and reads a document, from their software.
async fn reads(state: &AppState, rpps: &str, ins: &str, document: Uuid) -> Result<(), PreparingError> {
    let who = professional(rpps).ok_or(ResetError::Lab(LabError::Population("reader")))?;
    let context = json!({"kind": "care_team"});
    let requests: [(&str, Value); 2] = [
        (OPEN, json!({"ins": ins, "context": context})),
        (
            READ,
            json!({"ins": ins, "context": context, "document": document}),
        ),
    ];
    for (path, request) in requests {
        let answer = through_gateway(state, who, path, &request, None).await;
        let status = answer.map_or(0, |(status, _)| status.as_u16());
        if !(200..300).contains(&status) {
            return Err(PreparingError::Gateway(status));
        }
    }
    Ok(())
}

fn titled(seen: &SeeAsView, title: &str) -> Result<Uuid, RecordError> {
    let found = seen.documents.iter().find(|document| document.title == title);
    found.map(|document| document.id).ok_or(RecordError::NotFound)
}

/// Whether the task has succeeded: asked of the record, never of a page. `answers` gives what the participant answered to the
/// questions of the task, where it has some.
pub(super) async fn succeeded(
    task: &Task,
    state: &AppState,
    answers: impl Fn(&str) -> Option<String>,
) -> Result<bool, RecordError> {
    let asked = questions(task, state).await?;
    if !asked.is_empty() {
        return Ok(asked
            .iter()
            .all(|question| answers(&question.name).is_some_and(|given| question.is_right(&given))));
    }
    let key = task.key();
    let occasion = state.edge.occasion();
    let seen = match state.store.see_as(key, occasion).await {
        Ok(seen) => seen,
        Err(RecordError::Closed { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let masked: Vec<&str> = seen
        .documents
        .iter()
        .filter(|document| document.is_masked())
        .map(|document| document.title.as_str())
        .collect();
    let settings = &seen.settings;
    let only_blocked = |rpps: &str| {
        masked.is_empty()
            && !settings.professionals_opposed
            && settings.blocked_organisations.is_empty()
            && matches!(settings.blocked.as_slice(), [only] if only.rpps == rpps)
    };
    Ok(match task.id {
        HIDE_ONE => masked == [BIOLOGY] && settings.blocked.is_empty(),
        HIDE_ALL => {
            let all = seen.documents.len();
            let hidden = own_acts(state, key).await?.iter().any(|line| {
                is(line, ChangeKind::DocumentsMasked)
                    && line
                        .count
                        .is_some_and(|count| usize::try_from(count).is_ok_and(|count| count == all))
            });
            hidden && masked.is_empty() && settings.masked_sections.is_empty()
        }
        HIDE_FROM => only_blocked(NGUYEN),
        BLOCK_BEFORE => only_blocked(FONTAINE),
        UNBLOCK => settings.blocked.is_empty(),
        EMERGENCIES => {
            let (samu, others, _) = settings.emergency;
            settings.emergency_answered && samu && !others
        }
        ADMINISTRATOR => {
            let acts = own_acts(state, key).await?;
            let named = acts.iter().any(|line| is(line, ChangeKind::AdministratorNamed));
            named
                && settings.administrators.is_empty()
                && !settings.blocked.iter().any(|who| who.rpps == MARTIN)
        }
        REPORT => {
            let reports = state.store.list_access_reports(key, occasion).await?;
            reports
                .iter()
                .any(|report| report.who.rpps == CARON && report.state == ReportState::Sent)
        }
        // It could be looked at: it is open.
        REOPEN => true,
        _ => false,
    })
}

fn is(line: &HistoryLine, kind: ChangeKind) -> bool {
    line.change.as_deref() == Some(kind.id())
}

/// What the person did, latest first: the first page is more than a task needs.
async fn own_acts(state: &AppState, key: ActorKey) -> Result<Vec<HistoryLine>, RecordError> {
    let query = HistoryQuery::from(HistoryKind::OwnActs);
    let page = state
        .store
        .list_history(key, &query, None, state.edge.occasion())
        .await?;
    Ok(page.lines)
}

/// What a participant who looked for something is asked. The answers are those of the record, or of the rules.
pub(super) async fn questions(task: &Task, state: &AppState) -> Result<Vec<Question>, RecordError> {
    match task.id {
        WHO_READ => {
            let key = task.key();
            let seen = state.store.see_as(key, state.edge.occasion()).await?;
            let query = HistoryQuery {
                document: Some(titled(&seen, BIOLOGY)?),
                ..HistoryQuery::default()
            };
            let (visit, people) = last_visit(state, key, &query).await?;
            Ok(vec![
                Question::new(
                    "qui",
                    "Qui a lu ce résultat\u{a0}?".to_owned(),
                    people,
                    visit.who.rpps,
                ),
                Question::new(
                    "titre",
                    "À quel titre\u{a0}?".to_owned(),
                    contexts(),
                    visit.who.context,
                ),
            ])
        }
        CHILD => {
            let key = task.key();
            let seen = state.store.see_as(key, state.edge.occasion()).await?;
            let (visit, people) = last_visit(state, key, &HistoryQuery::default()).await?;
            let read = visit
                .lines
                .iter()
                .filter_map(|line| line.document.as_ref())
                .next_back();
            let read = read.map(|document| document.id.to_string()).unwrap_or_default();
            let documents = seen
                .documents
                .iter()
                .map(|document| (document.id.to_string(), document.title.clone()))
                .collect();
            Ok(vec![
                Question::new(
                    "qui",
                    "Qui est venu en dernier dans le dossier de Léo\u{a0}?".to_owned(),
                    people,
                    visit.who.rpps,
                ),
                Question::new(
                    "quoi",
                    "Qu’est-ce qui a été lu\u{a0}?".to_owned(),
                    documents,
                    read,
                ),
            ])
        }
        EXPLAIN => {
            let seen = state.store.see_as(task.key(), state.edge.occasion()).await?;
            let stranger =
                Onlooker::anyone(Entitlement::physician()).ok_or(RecordError::Corrupt("number"))?;
            let reads = |title: &str, situation| can_read(&seen, &stranger, title, situation);
            Ok(vec![
                Question::yes_or_no(
                    "visible",
                    "Dans une urgence dont il donne le motif, ce médecin inconnu lit-il votre ordonnance pour la tension\u{a0}?"
                        .to_owned(),
                    reads(PRESSURE, Situation::BreakGlass),
                ),
                Question::yes_or_no(
                    "masque",
                    "Dans cette urgence, lit-il l’analyse de sang que vous avez cachée\u{a0}?".to_owned(),
                    reads(MASKED, Situation::BreakGlass),
                ),
                Question::yes_or_no(
                    "hors-urgence",
                    "Sans urgence, et sans rien déclarer, lit-il votre ordonnance pour la tension\u{a0}?".to_owned(),
                    reads(PRESSURE, Situation::Nothing),
                ),
            ])
        }
        _ => Ok(Vec::new()),
    }
}

/// The latest visit, and everybody who ever came, as answers.
async fn last_visit(
    state: &AppState,
    key: ActorKey,
    query: &HistoryQuery,
) -> Result<(Visit, Vec<(String, String)>), RecordError> {
    let page = state
        .store
        .list_visits(key, query, None, state.edge.occasion())
        .await?;
    let people = page
        .people
        .into_iter()
        .map(|person| (person.rpps, person.name))
        .collect();
    let visit = page.visits.into_iter().next().ok_or(RecordError::NotFound)?;
    Ok((visit, people))
}

/// The ways of coming, as people say them.
fn contexts() -> Vec<(String, String)> {
    [
        ("care_team", "Comme membre de l’équipe qui me soigne"),
        ("declared_consent", "Avec mon accord"),
        ("samu", "Pour une urgence, au SAMU"),
        ("break_glass", "Pour une autre urgence"),
        ("none", "Sans rien déclarer"),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()))
    .into()
}

/// After a task that changes who reads: what the participant has understood of it. The right answers are computed by the rules from
/// the record as it is now, whatever the participant did.
pub(super) async fn comprehension(task: &Task, state: &AppState) -> Result<Vec<Question>, RecordError> {
    let Some((rpps, title)) = task.about else {
        return Ok(Vec::new());
    };
    let who = professional(rpps).ok_or(RecordError::NotFound)?;
    let name = format!("{} {}", who.first_name, who.last_name);
    let onlooker = Onlooker {
        rpps: rpps.parse().map_err(|_| RecordError::Corrupt("number"))?,
        entitlement: Entitlement::from_code(who.profession),
        organisation: who.finess.parse().ok(),
        suspended: false,
    };
    let seen = match state.store.see_as(task.key(), state.edge.occasion()).await {
        Ok(seen) => Some(seen),
        // Nobody reads a closed record.
        Err(RecordError::Closed { .. }) => None,
        Err(error) => return Err(error),
    };
    let reads = |situation| {
        seen.as_ref()
            .is_some_and(|seen| can_read(seen, &onlooker, title, situation))
    };
    let what = if title == MASKED {
        "l’analyse de sang que vous avez cachée".to_owned()
    } else {
        format!("«\u{a0}{title}\u{a0}»")
    };
    Ok(vec![
        Question::yes_or_no(
            "soins",
            format!("{name} peut-elle ou peut-il lire {what}, en vous soignant\u{a0}?"),
            reads(Situation::CareTeam),
        ),
        Question::yes_or_no(
            "urgence",
            format!("Et dans une urgence dont {name} donne le motif, hors du SAMU\u{a0}?"),
            reads(Situation::BreakGlass),
        ),
    ])
}

/// What the rules answer to someone about a document, from a record as its page has it.
fn can_read(seen: &SeeAsView, onlooker: &Onlooker, title: &str, situation: Situation) -> bool {
    let record = SeenRecord::new(seen, |document| document.title.clone());
    let reading = onlooker.reading(
        &record.settings.facts(),
        record.settings.today(),
        situation,
        Channel::Lps,
    );
    record
        .documents
        .iter()
        .filter(|(label, facts)| {
            if title == MASKED {
                facts.visibility.is_masked()
            } else {
                *label == title
            }
        })
        .any(|(_, facts)| reading.document(&facts).is_permit())
}
