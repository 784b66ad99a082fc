//! A few visits of professionals to Camille's record before the demonstration begins, made through the real acts.

use jiff::{Timestamp, ToSpan as _};
use policy::{AccessContext, Authentication, Channel, Entitlement};
use record::{
    Occasion, Store,
    acts::{GatewayAccess, ProfessionalIdentity, SearchCriteria},
};

use super::{
    LabError,
    population::{CAMILLE, CARON, NGUYEN, ROUSSEL, professional},
};
use crate::clock::Edge;

pub(super) async fn make(store: &Store, edge: &Edge) -> Result<(), LabError> {
    let now = edge.clock.now();
    let nguyen = identity(NGUYEN)?;
    let roussel = identity(ROUSSEL)?;
    let caron = identity(CARON)?;
    let visit = |professional, context| GatewayAccess {
        professional,
        ins: CAMILLE.ins,
        context,
        secret: false,
    };

    let at = hours_ago(edge, now, 220);
    let _ = store
        .open_record(visit(&nguyen, AccessContext::CareTeam), at)
        .await?;
    let _ = store
        .search_documents(
            visit(&nguyen, AccessContext::CareTeam),
            &SearchCriteria::default(),
            at,
        )
        .await?;
    let at = hours_ago(edge, now, 100);
    let reason = "Malaise, personne inconsciente";
    let _ = store
        .open_record(visit(&caron, AccessContext::BreakGlass { reason }), at)
        .await?;
    let at = hours_ago(edge, now, 30);
    let _ = store
        .open_record(visit(&roussel, AccessContext::None), at)
        .await?;
    Ok(())
}

fn hours_ago(edge: &Edge, now: Timestamp, hours: i64) -> Occasion<'_> {
    let at = now.checked_sub(hours.hours()).unwrap_or(now);
    Occasion {
        at,
        day: edge.day(at),
        chance: &*edge.chance,
        signer: &edge.signer,
    }
}

fn identity(rpps: &str) -> Result<ProfessionalIdentity, LabError> {
    let known = professional(rpps).ok_or(LabError::Population("visitor"))?;
    Ok(ProfessionalIdentity {
        rpps: rpps.parse().map_err(|_| LabError::Population("number"))?,
        name: format!("{} {}", known.first_name, known.last_name),
        entitlements: Entitlement::from_code(known.profession).into_iter().collect(),
        organisation: known.finess.parse().ok(),
        organisation_name: format!("{}, {}", known.organisation, known.town),
        authentication: Authentication::ProSanteConnect,
        samu_regulator: known.samu_regulator,
        channel: Channel::Lps,
    })
}
