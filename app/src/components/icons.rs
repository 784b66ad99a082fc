//! Pictures beside words. Never alone: screen readers skip them.

use leptos::prelude::*;

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Eye,
    EyeCrossed,
    Check,
    Cross,
}

impl Icon {
    /// The picture.
    pub(crate) fn view(self) -> impl IntoView {
        let path = match self {
            Self::Eye => {
                "M12 5C6.5 5 2.7 9 1.5 12c1.2 3 5 7 10.5 7s9.300-4 10.500-7C21.300 9 17.500 5 12 5Zm0 11.500a4.500 4.500 0 1 1 0-9 4.500 4.500 0 0 1 0 9Zm0-2.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z"
            }
            Self::EyeCrossed => {
                "M3.300 2 2 3.300l3.600 3.600C3.500 8.400 2.100 10.500 1.500 12c1.200 3 5 7 10.500 7 1.900 0 3.600-.5 5-1.200l3.700 3.700 1.300-1.300L3.300 2Zm8.700 14.500A4.500 4.500 0 0 1 8.100 9.800l1.900 1.900V12a2 2 0 0 0 2.300 2l1.900 1.900c-.7.400-1.400.6-2.200.6ZM12 5c-1.300 0-2.500.2-3.600.6l2.200 2.200A4.500 4.500 0 0 1 16.200 13.400l2.700 2.700c1.800-1.300 3-3 3.600-4.100C21.300 9 17.500 5 12 5Z"
            }
            Self::Check => {
                "M9.500 18.200 3.300 12l1.800-1.800 4.400 4.400L18.900 5.200l1.800 1.800L9.500 18.200Z"
            }
            Self::Cross => {
                "M6.400 4.600 12 10.200l5.600-5.600 1.800 1.800L13.800 12l5.600 5.600-1.800 1.800L12 13.800l-5.600 5.600-1.800-1.800L10.200 12 4.600 6.400l1.800-1.800Z"
            }
        };
        view! {
            <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
                <path d=path/>
            </svg>
        }
    }
}
