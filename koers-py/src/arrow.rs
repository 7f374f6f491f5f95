//! Cost lines, and the rows of small tables, from an Arrow stream in a capsule.

use std::ffi::CStr;
use std::ops::ControlFlow;
use std::time::Instant;

use koers_arrow::{Broken, FFI_ArrowArrayStream, Stream, read_lines, read_rows};
use koers_core::arrow::broken_table;
use koers_core::dossier::LineColumns;
use koers_core::read::Node;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::border::Fault;
use crate::method::LOOK;

/// The name of a capsule that holds a stream.
pub(crate) const STREAM: &CStr = c"arrow_array_stream";

/// The name of the cost lines in findings.
const LINE_TABLE: &str = "cost_lines";

/// Whether it is asked between two batches to go on.
type Between<'b> = &'b mut dyn FnMut() -> ControlFlow<()>;

/// The cost lines of a stream.
pub(crate) fn lines(capsule: &Bound<'_, PyCapsule>) -> Result<Vec<LineColumns>, Fault> {
    read(capsule, LINE_TABLE, &|stream, between| {
        read_lines(stream, 0, between)
    })
}

/// The rows of a small table in a stream.
pub(crate) fn rows(capsule: &Bound<'_, PyCapsule>, table: &str) -> Result<Vec<Node>, Fault> {
    read(capsule, table, &|stream, between| {
        read_rows(stream, table, between)
    })
}

/// What `read` makes of a stream. Ctrl-C breaks off between two batches.
fn read<T: Send>(
    capsule: &Bound<'_, PyCapsule>,
    table: &str,
    read: &(dyn Fn(&mut Stream, Between<'_>) -> Result<T, Broken> + Sync),
) -> Result<T, Fault> {
    let py = capsule.py();
    let stream = capsule
        .pointer_checked(Some(STREAM))?
        .cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream, which is whoever's that reads it; nothing else runs meanwhile.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
    let (mut raised, mut looked) = (None, Instant::now());
    let mut between = || {
        if looked.elapsed() < LOOK {
            return ControlFlow::Continue(());
        }
        looked = Instant::now();
        match Python::attach(look) {
            Ok(flow) => flow,
            Err(error) => {
                raised = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let done = py.detach(|| {
        // SAFETY: who made the capsule promises by its name that the stream keeps to Arrow's C interfaces.
        let stream = unsafe { Stream::open(stream) };
        let mut stream = stream.map_err(|cause| Broken::Refused(broken_table(table, cause)))?;
        read(&mut stream, &mut between)
    });
    done.map_err(|why| match (why, raised) {
        (Broken::Refused(findings), _) => Fault::Refused(findings),
        (Broken::Stopped, Some(error)) => Fault::Python(error),
        (Broken::Stopped, None) => Fault::Cancelled,
    })
}

/// Whether a signal came in.
fn look(py: Python<'_>) -> PyResult<ControlFlow<()>> {
    py.check_signals()?;
    Ok(ControlFlow::Continue(()))
}
