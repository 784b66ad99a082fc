//! Worlds: each has its own people, clock and e-mails, and knows nothing of the others. The main one is the configured database; each
//! other is a SQLite file of the lab's folder, copied from one that is made once.

use std::{
    collections::{BTreeSet, HashMap},
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::Router;
use jiff::{Timestamp, civil::Date};
use jsonwebtoken::EncodingKey;
use record::Store;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex as AsyncMutex, OnceCell, OwnedRwLockReadGuard, RwLock};

use super::{LabClock, LabError, PASSWORD, files, populating::populate, seances::Seances};
use crate::{
    AppState,
    clock::{Clock as _, Edge, SystemChance},
    mail::Bell,
    passwords::{self, Password},
};

/// How long a world that begins again waits for the answers under way.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the worlds of participants are called: this, then the code of the session.
const SEANCE: &str = "seance-";

/// The most characters of the name of a world.
pub(super) const LONGEST: usize = 32;

/// The name of a world: 1 to 32 small letters without accents, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct WorldName(String);

impl WorldName {
    pub(super) fn new(name: &str) -> Option<Self> {
        ((1..=LONGEST).contains(&name.len()) && name.chars().all(is_plain)).then(|| Self(name.to_owned()))
    }

    /// The name that a tester gives to a new world.
    ///
    /// # Errors
    /// [`NameError`], the first thing that is wrong with it.
    pub(super) fn chosen(name: &str) -> Result<Self, NameError> {
        if let Some(other) = name.chars().find(|&character| !is_plain(character)) {
            return Err(NameError::Character(other));
        }
        let named = Self::new(name).ok_or_else(|| NameError::Length(name.chars().count()))?;
        if named.seance().is_some() {
            return Err(NameError::Reserved);
        }
        Ok(named)
    }

    /// The world of the participant who has this code.
    pub(super) fn of_seance(code: &str) -> Option<Self> {
        Self::new(&format!("{SEANCE}{}", code.to_ascii_lowercase()))
    }

    /// The code of the participant whose world it is.
    pub(super) fn seance(&self) -> Option<String> {
        self.0.strip_prefix(SEANCE).map(str::to_ascii_uppercase)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
}

/// Why a new world cannot have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameError {
    /// It has this character.
    Character(char),
    /// It is blank, or has so many characters, which is too many.
    Length(usize),
    /// It is as the names of the worlds of participants are.
    Reserved,
}

/// What the lab adds to the state of one world. Cheap to clone.
#[derive(Clone)]
pub struct Lab {
    /// Nothing for the main world.
    pub(super) world: Option<WorldName>,
    /// The clock of this world.
    pub(super) clock: LabClock,
    /// The key of the lab's own issuer of tokens.
    pub(super) key: EncodingKey,
    /// Answers go through it together; whoever makes the world begin again goes through alone.
    gate: Arc<RwLock<()>>,
    /// What all worlds share.
    pub(super) shared: Arc<Shared>,
}

/// What all worlds share.
pub(super) struct Shared {
    folder: PathBuf,
    /// The instant at which every world begins; the system's when there is none.
    start: Option<Timestamp>,
    /// The clock of the main world.
    main_clock: LabClock,
    password_hash: OnceCell<String>,
    opened: Mutex<HashMap<WorldName, World>>,
    /// Taken by whoever opens or makes a world: the file that worlds are copied from, and the day it was made for.
    opening: AsyncMutex<Option<(Date, PathBuf)>>,
    /// The sessions with participants.
    pub(super) seances: Seances,
}

/// A world that is open.
#[derive(Clone)]
pub(super) struct World {
    pub(super) state: AppState,
    pub(super) router: Router,
}

/// What is kept of a world beside its database.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// By how much its clock is shifted, in microseconds.
    shift: i64,
    /// The browsers that are in it.
    testers: BTreeSet<String>,
}

/// Why a world does not begin again.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResetError {
    /// An answer takes long.
    #[error("an answer is still under way")]
    Busy,
    /// Something failed; everything is as it was.
    #[error(transparent)]
    Lab(#[from] LabError),
}

/// What came of entering a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entering {
    /// One is in it.
    Done,
    /// Another browser is in it.
    Taken,
    /// There is no such world.
    Unknown,
}

/// Who is in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nobody.
    Nobody,
    /// The browser that asks, others perhaps too.
    Asker,
    /// Other browsers alone.
    Others,
}

/// What came of removing a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removing {
    /// It is gone.
    Done,
    /// An answer takes long: nothing was removed.
    Busy,
    /// There is no such world, or it is that of a session.
    Unknown,
}

/// What the list of worlds says of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    /// What its clock shows.
    pub at: Timestamp,
    /// In how many browsers it is open.
    pub browsers: usize,
}

impl Lab {
    /// The lab of the main world, whose clock this is.
    pub(super) fn new(folder: &Path, start: Option<Timestamp>, clock: LabClock, key: EncodingKey) -> Self {
        Self {
            world: None,
            clock: clock.clone(),
            key,
            gate: Arc::default(),
            shared: Arc::new(Shared {
                folder: folder.to_owned(),
                start,
                main_clock: clock,
                password_hash: OnceCell::new(),
                opened: Mutex::default(),
                opening: AsyncMutex::default(),
                seances: Seances::new(&folder.join("seances")),
            }),
        }
    }

    /// The key of the lab's own issuer of tokens.
    pub fn key(&self) -> &EncodingKey {
        &self.key
    }

    /// Whether an answer is under way in this world: a new beginning waits for it.
    pub fn is_answering(&self) -> bool {
        self.gate.try_write().is_err()
    }

    /// Held while a request of this world is answered.
    pub(super) async fn answering(&self) -> OwnedRwLockReadGuard<()> {
        self.gate.clone().read_owned().await
    }

    /// Everything as it was at the beginning, once the answers under way have ended; those who come meanwhile wait.
    pub(super) async fn start_again(&self, state: &AppState) -> Result<(), ResetError> {
        let alone = tokio::time::timeout(PATIENCE, self.gate.clone().write_owned())
            .await
            .map_err(|_| ResetError::Busy)?;
        let (lab, store, edge) = (self.clone(), state.store.clone(), state.edge.clone());
        // In a task of its own: a browser that hangs up leaves nothing half done.
        let done = tokio::spawn(async move {
            let shift = lab.clock.shift();
            lab.clock.back_to(lab.shared.start);
            let populated = match lab.shared.password_hash().await {
                Ok(hash) => populate(&store, &edge, hash).await,
                Err(error) => Err(error),
            };
            if populated.is_err() {
                lab.clock.shift_by(shift);
            }
            lab.keep_clock();
            drop(alone);
            populated
        });
        let populated = done.await.map_err(|_| LabError::Interrupted)?;
        Ok(populated?)
    }

    /// Keeps the clock of a world, so that it goes on when the server starts again. The main world starts where it is told to.
    pub(super) fn keep_clock(&self) {
        let Some(name) = &self.world else { return };
        let shift = self.clock.shift();
        self.shared.keep(name, |kept| kept.shift = shift);
    }
}

impl Shared {
    /// The hash of the one password of the fictional people.
    pub(super) async fn password_hash(&self) -> Result<&str, LabError> {
        let hash = self
            .password_hash
            .get_or_try_init(async || passwords::hash(&Password::from(PASSWORD.to_owned())))
            .await?;
        Ok(hash)
    }

    fn folder(&self) -> PathBuf {
        self.folder.join("worlds")
    }

    fn database(&self, name: &WorldName) -> PathBuf {
        self.folder().join(format!("{name}.sqlite"))
    }

    fn kept_in(&self, name: &WorldName) -> PathBuf {
        self.folder().join(format!("{name}.json"))
    }

    fn kept(&self, name: &WorldName) -> Kept {
        files::read(&self.kept_in(name))
            .unwrap_or_else(|error| {
                tracing::error!(%error, "what is kept of a world cannot be read");
                None
            })
            .unwrap_or_default()
    }

    fn keep(&self, name: &WorldName, change: impl FnOnce(&mut Kept)) {
        // One at a time.
        let _opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = self.kept(name);
        change(&mut kept);
        if let Err(error) = files::write(&self.kept_in(name), &kept) {
            tracing::error!(%error, "what is kept of a world cannot be written");
        }
    }

    /// The names of the worlds there are, those of participants left out.
    pub(super) fn names(&self) -> Vec<WorldName> {
        let names = files::names(&self.folder(), ".sqlite").unwrap_or_else(|error| {
            tracing::error!(%error, "the worlds cannot be listed");
            Vec::new()
        });
        let names = names.iter().filter_map(|name| WorldName::new(name));
        names.filter(|name| name.seance().is_none()).collect()
    }

    /// What the clock of the main world shows.
    pub(super) fn main_now(&self) -> Timestamp {
        self.main_clock.now()
    }

    /// What the list of worlds says of this one.
    pub(super) fn about(&self, name: &WorldName) -> About {
        let kept = self.kept(name);
        About {
            at: LabClock::shifted(kept.shift).now(),
            browsers: kept.testers.len(),
        }
    }

    /// Whether there is a world of this name.
    pub(super) fn is_there(&self, name: &WorldName) -> bool {
        self.database(name).is_file()
    }

    /// Who is in a world, for the browser of this tester.
    pub(super) fn inside(&self, name: &WorldName, tester: Option<&str>) -> Inside {
        let testers = self.kept(name).testers;
        if testers.is_empty() {
            Inside::Nobody
        } else if tester.is_some_and(|tester| testers.contains(tester)) {
            Inside::Asker
        } else {
            Inside::Others
        }
    }

    /// Enters a world from this browser; `together` when its tester knows that another browser is in it.
    pub(super) fn enter(&self, name: &WorldName, tester: &str, together: bool) -> Entering {
        if !self.is_there(name) {
            return Entering::Unknown;
        }
        let mut outcome = Entering::Done;
        self.keep(name, |kept| {
            if together || kept.testers.is_empty() || kept.testers.contains(tester) {
                kept.testers.insert(tester.to_owned());
            } else {
                outcome = Entering::Taken;
            }
        });
        outcome
    }

    /// Leaves it.
    pub(super) fn leave(&self, name: &WorldName, tester: &str) {
        if self.is_there(name) {
            self.keep(name, |kept| {
                kept.testers.remove(tester);
            });
        }
    }

    /// Makes a world; `false` when there is one of that name already.
    pub(super) async fn make(&self, main: &AppState, name: &WorldName) -> Result<bool, LabError> {
        let mut model = self.opening.lock().await;
        let database = self.database(name);
        if database.exists() {
            return Ok(false);
        }
        let clock = self.clock();
        let edge = edge(main, &clock);
        let today = edge.day(edge.clock.now());
        let copied = match &*model {
            Some((day, file)) if *day == today && file.is_file() => file.clone(),
            _ => {
                let file = self.make_model(&edge).await?;
                *model = Some((today, file.clone()));
                file
            }
        };
        let kept = Kept {
            shift: clock.shift(),
            ..Kept::default()
        };
        let failed = |error| LabError::World(database.clone(), error);
        files::write(&self.kept_in(name), &kept).map_err(failed)?;
        let half = database.with_extension("half");
        fs::copy(&copied, &half).map_err(failed)?;
        fs::rename(&half, &database).map_err(failed)?;
        Ok(true)
    }

    /// A clock that shows the instant at which every world begins.
    fn clock(&self) -> LabClock {
        let clock = LabClock::default();
        clock.back_to(self.start);
        clock
    }

    /// The file that worlds are copied from.
    async fn make_model(&self, edge: &Edge) -> Result<PathBuf, LabError> {
        let file = self.folder.join("world-model.sqlite");
        delete_database(&file)?;
        fs::create_dir_all(self.folder()).map_err(|error| LabError::World(self.folder(), error))?;
        let store = Store::connect(&address(&file)).await?;
        let done = populate(&store, edge, self.password_hash().await?).await;
        // What is only beside the file goes into it.
        store.close().await;
        done.map(|()| file)
    }

    fn opened(&self, name: &WorldName) -> Option<World> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.get(name).cloned()
    }

    /// The world of this name, if there is one.
    pub(super) async fn world(&self, main: &AppState, name: &WorldName) -> Result<Option<World>, LabError> {
        if let Some(world) = self.opened(name) {
            return Ok(Some(world));
        }
        let _opening = self.opening.lock().await;
        if let Some(world) = self.opened(name) {
            return Ok(Some(world));
        }
        let database = self.database(name);
        if !database.is_file() {
            return Ok(None);
        }
        let clock = LabClock::shifted(self.kept(name).shift);
        let state = AppState {
            store: Store::connect(&address(&database)).await?,
            edge: edge(main, &clock),
            bell: Bell::default(),
            lab: Lab {
                world: Some(name.clone()),
                clock,
                gate: Arc::default(),
                ..main.lab.clone()
            },
            ..main.clone()
        };
        let world = World {
            router: crate::router::world(state.clone()),
            state,
        };
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.insert(name.clone(), world.clone());
        Ok(Some(world))
    }

    /// Removes a world that is not of a session, once the answers under way in it have ended. What sessions have kept is elsewhere.
    ///
    /// # Errors
    /// [`LabError::World`] when a file of it stays.
    pub(super) async fn remove(&self, name: &WorldName) -> Result<Removing, LabError> {
        // Nobody opens it or makes it meanwhile.
        let _opening = self.opening.lock().await;
        if name.seance().is_some() || !self.is_there(name) {
            return Ok(Removing::Unknown);
        }
        let opened = self.opened(name);
        let mut alone = None;
        if let Some(world) = &opened {
            let gate = world.state.lab.gate.clone().write_owned();
            match tokio::time::timeout(PATIENCE, gate).await {
                Ok(gate) => alone = Some(gate),
                Err(_) => return Ok(Removing::Busy),
            }
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            opened.remove(name);
        }
        if let Some(world) = opened {
            world.state.store.close().await;
        }
        delete_database(&self.database(name))?;
        delete(&self.kept_in(name))?;
        // Whoever waits behind the gate finds that it is gone.
        drop(alone);
        Ok(Removing::Done)
    }

    /// Closes the worlds that are open.
    pub(super) async fn close(&self) {
        let opened = {
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *opened)
        };
        for world in opened.into_values() {
            world.state.store.close().await;
        }
    }
}

impl Lab {
    /// Closes every world but the main one, whose store is its owner's.
    pub async fn close(&self) {
        self.shared.close().await;
    }
}

/// Time of this clock, and chance of the system.
fn edge(main: &AppState, clock: &LabClock) -> Edge {
    let mut edge = main.edge.clone();
    edge.clock = Arc::new(clock.clone());
    edge.chance = Arc::new(SystemChance);
    edge
}

/// Deletes a database and what SQLite keeps beside it. The database last: what was beside one must never be found beside another.
fn delete_database(file: &Path) -> Result<(), LabError> {
    for end in ["-wal", "-shm", ""] {
        let mut one = file.to_owned().into_os_string();
        one.push(end);
        delete(Path::new(&one))?;
    }
    Ok(())
}

fn delete(file: &Path) -> Result<(), LabError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LabError::World(file.to_owned(), error))
        }
        _ => Ok(()),
    }
}

fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

#[cfg(test)]
mod tests {
    use super::{NameError, WorldName};

    #[test]
    fn a_name_is_short_and_plain() {
        for good in ["a", "essai-3", "0123456789abcdef0123456789abcdef"] {
            assert!(WorldName::new(good).is_some(), "{good}");
        }
        for wrong in [
            "",
            "Essai",
            "é",
            "../a",
            "a b",
            "a.sqlite",
            "0123456789abcdef0123456789abcdef0",
        ] {
            assert!(WorldName::new(wrong).is_none(), "{wrong}");
        }
        for (wrong, why) in [
            ("Essai", NameError::Character('E')),
            ("mon monde", NameError::Character(' ')),
            (&"a".repeat(200), NameError::Length(200)),
            ("seance-p01", NameError::Reserved),
        ] {
            assert_eq!(WorldName::chosen(wrong), Err(why), "{wrong}");
        }
        let seance = WorldName::of_seance("P01").unwrap();
        assert_eq!(seance.as_str(), "seance-p01");
        assert_eq!(seance.seance().as_deref(), Some("P01"));
    }
}
