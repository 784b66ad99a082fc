//! The parts that pages share.

mod form;
mod frame;
mod icons;
mod last_change;
mod loaded;
mod pagination;
mod readers;
mod report;
mod session_end;
mod visibility;
mod visit_card;
mod why;

pub(crate) use form::{ErrorSummary, RequiredFields, YesNo, form_title};
pub(crate) use frame::{Frame, Place, ResultMessage};
pub(crate) use icons::Icon;
pub(crate) use last_change::LastChanged;
pub(crate) use loaded::loaded;
pub(crate) use pagination::{Pagination, page_title};
pub(crate) use readers::Readers;
pub(crate) use report::{Report, reported};
pub(crate) use session_end::SessionEnd;
pub(crate) use visibility::{VisibilityForm, VisibilityTag};
pub(crate) use visit_card::{Acts, Mode, VisitCard};
pub(crate) use why::Why;
