//! Settling a dossier with a method, watched by the caller.

use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use koers_core::settle::SettleError;
use koers_core::{Method as CoreMethod, Plan, Progress as CoreProgress};

use super::Dossier;
use super::input::input;
use crate::boundary::call;
use crate::error::Error;
use crate::memory::{Input, Name, give_handle, one, shared, up_to};
use crate::method::Method;
use crate::settlement::Settlement;
use crate::status::{Failure, Status};

/// How far a run is. A later library may add fields at the end of the struct that it gives to a `koers_watch`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Progress {
    /// The book year.
    pub year: i32,
    /// The step of the method, from 1; 0 for the lines that are fixed, which come before it.
    pub step: i32,
    /// How much is done of the work at hand. A step may have several pieces of work, one after the other; each begins with
    /// 0 and ends with `total`.
    pub done: u64,
    /// How much there is; it may grow on the way.
    pub total: u64,
}

impl From<CoreProgress> for Progress {
    fn from(at: CoreProgress) -> Self {
        Progress {
            year: i32::from(at.year),
            step: i32::try_from(at.step).unwrap_or(i32::MAX),
            done: at.done,
            total: at.total,
        }
    }
}

/// A function of the caller that is told now and then how far a run is, in the thread that settles. 0 goes on, any other
/// number breaks the run off. It must return: no exception and no longjmp may leave it. `progress` is there during the
/// call only. It may call functions of this library, as long as it frees or changes no handle that the run uses.
#[allow(non_camel_case_types, reason = "the name that the header gives it")]
pub type koers_watch =
    Option<unsafe extern "C" fn(user: *mut c_void, progress: *const Progress) -> i32>;

/// How a dossier is settled.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct SettleOptions {
    /// `sizeof(koers_settle_options)`.
    pub struct_size: usize,
    /// In which steps costs are put on grants; NULL for where they are booked.
    pub method: *const Method,
    /// Is told how far the run is, and may break it off; NULL for nothing.
    pub watch: koers_watch,
    /// What is given to `watch`; it may be NULL.
    pub user: *mut c_void,
    /// With how many threads lines are read, where there are so many that it pays; 0 for one, the caller's. What comes out is
    /// the same. `watch` is called in the caller's thread all the same.
    pub threads: u32,
}
input!(SettleOptions, user: *mut c_void);

/// Settles a dossier by a method, and every grant closed for each book year. Lines that are fixed stay where they are
/// booked; then the steps of the method go over the costs that are still open.
///
/// With `options` NULL, or with nothing in them, it does what `koers_dossier_settle` does. On success `*settlement` is
/// owned by the caller, who must free it; it doesn't need `dossier` or the method any more.
///
/// Statuses: `OK`, `REFUSED` also when the method doesn't fit the dossier, `CANCELLED` when `watch` broke it off,
/// `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_settle_with(
    dossier: *const Dossier,
    options: *const SettleOptions,
    settlement: *mut *mut Settlement,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every block below.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            let options = if options.is_null() {
                None
            } else {
                Some(one(options, Name::of("options"))?)
            };
            let method = match options.map(|options| options.method) {
                Some(method) if !method.is_null() => Some(shared(method, "options.method")?.core()),
                _ => None,
            };
            give_handle(settlement, "settlement", || {
                settle(dossier, method, options.as_ref())
            })
        })
    }
}

/// # Safety
/// The function that watches may be called.
unsafe fn settle(
    dossier: &Dossier,
    method: Option<&CoreMethod>,
    options: Option<&SettleOptions>,
) -> Result<Settlement, Failure> {
    let (watch, user) = options.map_or((None, std::ptr::null_mut()), |it| (it.watch, it.user));
    // SAFETY: as promised by the caller.
    let mut watch = unsafe { watching(watch, user) };
    let method = method.cloned().unwrap_or_else(CoreMethod::booked);
    let plan = Plan::by(dossier.ready()?.clone(), method)?;
    let plan = plan.threads(threads(options.map_or(0, |given| given.threads)));
    let allocation = plan.allocate_watched(&mut watch);
    let allocation = allocation.map_err(|cancelled| broken_off(cancelled.into()))?;
    Ok(Settlement::new(allocation.settle()))
}

/// What a run tells the function of the caller that watches it.
///
/// # Safety
/// The function may be called with `user`, as long as what is given back is used.
pub(crate) unsafe fn watching(
    watch: koers_watch,
    user: *mut c_void,
) -> impl FnMut(CoreProgress) -> ControlFlow<()> {
    move |at| {
        let Some(watch) = watch else {
            return ControlFlow::Continue(());
        };
        let progress = Progress::from(at);
        // SAFETY: as promised by the caller.
        match unsafe { watch(user, &raw const progress) } {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}

/// A number of threads; 0 is one.
pub(crate) fn threads(number: u32) -> NonZeroUsize {
    let number = usize::try_from(number).ok().and_then(NonZeroUsize::new);
    number.unwrap_or(NonZeroUsize::MIN)
}

/// Why a run that may be watched gave nothing.
pub(crate) fn broken_off(error: SettleError) -> Failure {
    match error {
        SettleError::Refused(findings) => findings.into(),
        SettleError::Cancelled(_) => {
            let text = "the run was broken off by `watch`".to_owned();
            Failure::Caller(Status::Cancelled, text)
        }
    }
}
