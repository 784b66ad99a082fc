//! *My professionals*: who has an agreement, who is blocked, who came; and all about one of them.

use std::collections::BTreeSet;

use policy::{
    AccessContext, Action, Authentication, Channel, DocumentFacts, Entitlement, EntitlementSet, Parameters,
    ProfileFacts, Request, Requester, Rpps,
};

use super::{
    acting::{Acting, ActorKey},
    history::{self, local_time},
    known_facts, search_directory,
};
use crate::{
    Occasion, RecordError, Store,
    sql::{
        directory, documents, professionals,
        profiles::{self, People},
        traces,
    },
    store::{Tx, in_transaction},
    views::{
        BlockedOrganisation, DirectoryEntry, ListedProfessional, PlaceStanding, PlaceView,
        ProfessionalDetails, ProfessionalsOverview, Standing,
    },
};

/// How many lines of the history stand on a professional's page.
const LINES: i64 = 10;

/// How many of those who came are listed, the latest first.
const CAME: usize = 200;

impl Store {
    /// Every professional this record knows.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn list_professionals(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<ProfessionalsOverview, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            overview(tx, &acting, occasion).await
        })
    }

    /// All about one professional, known to the record or to the directory.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when neither knows them, or the profile is not theirs.
    pub async fn show_professional(
        &self,
        key: ActorKey,
        rpps: &str,
        occasion: Occasion<'_>,
    ) -> Result<ProfessionalDetails, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            details(tx, &acting, rpps, occasion).await
        })
    }
}

async fn overview(
    tx: &mut Tx,
    acting: &Acting,
    occasion: Occasion<'_>,
) -> Result<ProfessionalsOverview, RecordError> {
    let profile = acting.key.profile;
    let organisations = profiles::blocked_organisations_since(tx, profile).await?;
    let mut lists = [const { Vec::new() }; 4];
    let mut administrators = BTreeSet::new();
    let mut listed = BTreeSet::new();
    let places = [
        People::Administrators,
        People::Blocked,
        People::Authorised,
        People::Came,
    ];
    for (list, people) in lists.iter_mut().zip(places) {
        for (rpps, since) in profiles::people(tx, profile, people).await? {
            let administrator = administrators.contains(&rpps);
            match people {
                People::Administrators => {
                    administrators.insert(rpps.clone());
                }
                // Those who are in a list before are left out of the ones after it.
                _ if !listed.insert(rpps.clone()) => continue,
                People::Authorised if administrator => continue,
                People::Came if administrator || list.len() >= CAME => continue,
                _ => {}
            }
            let workplace = professionals::find(tx, &rpps).await?.map(|row| row.organisation);
            list.push(ListedProfessional {
                place_blocked: organisations
                    .iter()
                    .any(|(finess, _)| workplace.as_ref() == Some(finess)),
                administrator: people == People::Administrators || administrator,
                professional: known_facts::professional(tx, rpps).await?,
                since: local_time(since)?,
            });
        }
    }
    let [administrators, blocked, authorised, came] = lists;
    let mut blocked_organisations = Vec::new();
    for (finess, since) in organisations {
        blocked_organisations.push(BlockedOrganisation {
            name: known_facts::organisation(tx, &finess).await?,
            since: local_time(since)?,
            finess,
        });
    }
    Ok(ProfessionalsOverview {
        settings: known_facts::settings(tx, &acting.profile, occasion).await?,
        administrators,
        authorised,
        came,
        blocked,
        blocked_organisations,
    })
}

async fn details(
    tx: &mut Tx,
    acting: &Acting,
    written_rpps: &str,
    occasion: Occasion<'_>,
) -> Result<ProfessionalDetails, RecordError> {
    let number: Rpps = written_rpps.parse().map_err(|_| RecordError::NotFound)?;
    let rpps = number.to_string();
    let profile = acting.key.profile;
    let mut since = [None; 4];
    let all = [
        People::Blocked,
        People::Administrators,
        People::Authorised,
        People::Came,
    ];
    for (since, people) in since.iter_mut().zip(all) {
        *since = profiles::since(tx, profile, people, &rpps)
            .await?
            .map(local_time)
            .transpose()?;
    }
    let [blocked, administrator, authorised, came] = since;
    let traces = traces::of_professional(tx, profile, acting.audiences(), &rpps, LINES).await?;
    let known = directory::find(tx, &rpps).await?;
    let is_here = since.iter().any(Option::is_some) || !traces.is_empty();
    let entry = match known {
        Some(row) => search_directory::entry(row)?,
        None if is_here => unknown(tx, rpps.clone()).await?,
        None => return Err(RecordError::NotFound),
    };
    let mut lines = Vec::with_capacity(traces.len());
    for row in traces {
        let trace = serde_json::from_str(&row.body).map_err(|_| RecordError::Corrupt("trace.body"))?;
        lines.push(history::line(tx, acting, trace).await?);
    }
    let facts = known_facts::profile_facts(tx, &acting.profile).await?;
    let suspended = professionals::find(tx, &rpps)
        .await?
        .is_some_and(|row| row.suspended);
    let requester = requester(number, &entry, suspended);
    let may = |action| {
        policy::decide(&Request {
            on: occasion.day,
            profile: &facts,
            requester: &requester,
            channel: Channel::Lps,
            context: AccessContext::CareTeam,
            secret: false,
            action,
            parameters: &Parameters::CURRENT,
        })
    };
    let opening = may(Action::Open);
    let (mut readable, mut documents, mut written) = (0, 0, 0);
    for row in documents::all(tx, profile, acting.unseen().bits()).await? {
        let facts: DocumentFacts = known_facts::document_facts(&row)?;
        documents += 1;
        readable += u64::from(may(Action::Read(facts)).is_permit());
        written += u64::from(row.author_rpps == rpps);
    }
    let (standing, since) = match (blocked, administrator, authorised, came) {
        (Some(since), ..) => (Standing::Blocked, Some(since)),
        (_, Some(since), ..) => (Standing::Administrator, Some(since)),
        (_, _, Some(since), _) => (Standing::Authorised, Some(since)),
        (_, _, _, Some(since)) => (Standing::Came, Some(since)),
        _ => (Standing::Unseen, None),
    };
    Ok(ProfessionalDetails {
        places: entry
            .places
            .iter()
            .map(|place| standing_of(place, &facts))
            .collect(),
        standing,
        since,
        came,
        may_administer: entry.active
            && standing != Standing::Blocked
            && requester.entitlements.contains(Entitlement::physician()),
        opening: (opening.is_permit(), opening.rule().id().to_owned()),
        readable,
        documents,
        written,
        lines,
        settings: known_facts::settings(tx, &acting.profile, occasion).await?,
        entry,
    })
}

/// Someone whom the directory does not have.
async fn unknown(tx: &mut Tx, rpps: String) -> Result<DirectoryEntry, RecordError> {
    let named = known_facts::professional(tx, rpps).await?;
    Ok(DirectoryEntry {
        rpps: named.rpps,
        name: named.name,
        profession: named.profession,
        speciality: String::new(),
        entitlements: Vec::new(),
        places: Vec::new(),
        active: true,
    })
}

/// Them, caring for the person, from the first place the directory gives.
fn requester(rpps: Rpps, entry: &DirectoryEntry, suspended: bool) -> Requester {
    Requester {
        rpps,
        organisation: entry.places.first().and_then(|place| place.finess.parse().ok()),
        entitlements: entry
            .entitlements
            .iter()
            .filter_map(|code| Entitlement::from_code(code))
            .collect::<EntitlementSet>(),
        suspended,
        samu_regulator: false,
        authentication: Authentication::ProSanteConnect,
    }
}

fn standing_of(place: &PlaceView, facts: &ProfileFacts) -> PlaceStanding {
    let finess = place.finess.parse().ok();
    PlaceStanding {
        place: place.clone(),
        blocked: finess.is_some_and(|finess| facts.blocked_organisations.contains(finess)),
    }
}
