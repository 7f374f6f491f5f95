//! Methods, and runs by them that tell how far they are.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use koers_core::read::{Encoding, decode};
use koers_core::settle::SettleError;
use koers_core::{Dossier, Findings, Method, Plan, Progress, Settlement};
use pyo3::prelude::*;

use crate::border::{Fault, guarded};
use crate::node::Reader;

/// A method; immutable.
#[pyclass(name = "Method", module = "koers._koers", frozen)]
pub(crate) struct RawMethod(pub(crate) Method);

/// The method that a word names or a list of steps describes.
#[pyfunction]
pub(crate) fn method(value: &Bound<'_, PyAny>) -> PyResult<RawMethod> {
    guarded(|| {
        let node = Reader::new().node(value, "method")?;
        Ok(RawMethod(Method::from_node(&node)?))
    })
}

/// The method in the bytes of a method file.
#[pyfunction]
pub(crate) fn method_file(py: Python<'_>, name: &str, bytes: Vec<u8>) -> PyResult<RawMethod> {
    guarded(|| {
        let method = py.detach(move || {
            let mut findings = Findings::new();
            let source = decode(name, bytes, Encoding::Utf8, &mut findings);
            source.map_or(Err(findings), |source| {
                Method::from_toml(name, source.text())
            })
        })?;
        Ok(RawMethod(method))
    })
}

/// How long a run goes on between two looks at whether it was interrupted: short for a person, and so long that the run
/// seldom waits for other threads of Python.
pub(crate) const LOOK: Duration = Duration::from_millis(50);

/// Settles a dossier by a method. `progress` is called with year, step, done and total, and cancels the run by giving
/// `False` or by raising; without it a signal (Ctrl-C) still does. Lines are read with so many threads.
pub(crate) fn settle(
    py: Python<'_>,
    dossier: &Dossier,
    (method, threads): (&Method, NonZeroUsize),
    progress: Option<&Py<PyAny>>,
) -> Result<Settlement, Fault> {
    watched(py, progress, |report| {
        let plan = Plan::by(dossier.clone(), method.clone())?.threads(threads);
        Ok(plan.allocate_watched(report)?.settle())
    })
}

/// Who is told how far a run is.
pub(crate) type Report<'r> = &'r mut (dyn FnMut(Progress) -> ControlFlow<()> + Send);

/// What a run gives that `progress` is told of and may cancel, and that a signal interrupts; without the lock of Python.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    run: impl FnOnce(Report<'_>) -> Result<T, SettleError> + Send,
) -> Result<T, Fault> {
    let (mut raised, mut looked) = (None, None::<Instant>);
    let mut report = |at: Progress| {
        if progress.is_none() && looked.is_some_and(|last| last.elapsed() < LOOK) {
            return ControlFlow::Continue(());
        }
        looked = Some(Instant::now());
        match Python::attach(|py| tell(py, progress, at)) {
            Ok(flow) => flow,
            Err(error) => {
                raised = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    py.detach(|| run(&mut report))
        .map_err(|why| match (why, raised) {
            (SettleError::Cancelled(_), Some(error)) => Fault::Python(error),
            (SettleError::Cancelled(_), None) => Fault::Cancelled,
            (SettleError::Refused(findings), _) => Fault::Refused(findings),
        })
}

fn tell(py: Python<'_>, progress: Option<&Py<PyAny>>, at: Progress) -> PyResult<ControlFlow<()>> {
    let mut flow = ControlFlow::Continue(());
    if let Some(progress) = progress {
        let answer = progress.call1(py, (at.year, at.step, at.done, at.total))?;
        if answer.is(false.into_pyobject(py)?) {
            flow = ControlFlow::Break(());
        }
    }
    py.check_signals()?;
    Ok(flow)
}
