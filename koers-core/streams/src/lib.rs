//! Arrow's C stream interface, for `koers-ffi` and `koers-py`: streams of batches in and out, as
//! <https://arrow.apache.org/docs/format/CStreamInterface.html> has them.
//!
//! What comes in is not trusted further than it must be: [`mod@judge`] looks at every number and pointer that a consumer can
//! judge before anything is read through it. What nobody can see is the producer's promise: that pointers lead to as much
//! memory as the lengths say.

mod judge;
mod lines;
mod stream;

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use koers_core::arrow::Batches;

pub use arrow_array::ffi_stream::FFI_ArrowArrayStream;
pub use lines::{Broken, read_lines, read_rows};
pub use stream::Stream;

/// The batches as a stream for another program. A fault of the library becomes an error of the stream.
#[must_use]
pub fn export(batches: Batches) -> FFI_ArrowArrayStream {
    FFI_ArrowArrayStream::new(Box::new(Guarded(batches)))
}

/// Lets no panic through: the stream's functions are called from C.
struct Guarded(Batches);

impl Iterator for Guarded {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        // After a panic nothing more is asked: a stream that gave an error has ended.
        catch_unwind(AssertUnwindSafe(|| self.0.next()))
            .unwrap_or_else(|_| Some(Err(ArrowError::ComputeError("a fault in Koers".to_owned()))))
    }
}

impl RecordBatchReader for Guarded {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}
