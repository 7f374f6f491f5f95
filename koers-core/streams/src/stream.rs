//! A stream that another program made.

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, RecordBatch, RecordBatchOptions, StructArray};
use arrow_schema::{DataType, Schema, SchemaRef};

use crate::judge;

/// A stream of batches that another program made. It is released when this is dropped; the memory of a batch when nothing
/// uses it any more.
#[derive(Debug)]
pub struct Stream {
    stream: FFI_ArrowArrayStream,
    schema: SchemaRef,
}

impl Stream {
    /// Begins to read a stream.
    ///
    /// # Errors
    /// What is wrong with it, or what it says itself; then it has been released.
    ///
    /// # Safety
    /// The stream, its schema and its arrays keep to Arrow's C interfaces where nobody can see whether they do: pointers
    /// that are not NULL lead to as much memory as the lengths say, and functions do what they are for, from any
    /// thread.
    pub unsafe fn open(mut stream: FFI_ArrowArrayStream) -> Result<Stream, String> {
        if stream.release.is_none() {
            return Err("the stream has been released".to_owned());
        }
        let Some(get_schema) = stream.get_schema else {
            return Err("the stream has no get_schema".to_owned());
        };
        if stream.get_next.is_none() {
            return Err("the stream has no get_next".to_owned());
        }
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, and the schema is memory for one.
        let status = unsafe { get_schema(&raw mut stream, &raw mut schema) };
        if status != 0 {
            return Err(said(&mut stream, status));
        }
        // SAFETY: the stream gave it, and as promised by the caller.
        unsafe { judge::schema(&schema) }?;
        let schema = Schema::try_from(&schema).map_err(|error| error.to_string())?;
        Ok(Stream {
            stream,
            schema: schema.into(),
        })
    }

    /// The columns of each batch.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next batch that has rows; `None` at the end.
    ///
    /// # Errors
    /// What the stream says, or what is wrong with the batch. Then no more should be asked for.
    pub fn batch(&mut self) -> Result<Option<RecordBatch>, String> {
        loop {
            let Some(get_next) = self.stream.get_next else {
                return Ok(None);
            };
            let mut array = FFI_ArrowArray::empty();
            // SAFETY: the stream is not released, and the array is memory for one.
            let status = unsafe { get_next(&raw mut self.stream, &raw mut array) };
            if status != 0 {
                return Err(said(&mut self.stream, status));
            }
            if array.is_released() {
                return Ok(None);
            }
            let fields = DataType::Struct(self.schema.fields().clone());
            // SAFETY: the stream gave it, and as promised in `open`.
            unsafe { judge::array(&array, &fields) }?;
            if array.is_empty() {
                continue;
            }
            // SAFETY: judged above, and no other program has it any more.
            unsafe { judge::without_null_buffers(&array, self.schema.fields()) };
            // SAFETY: judged above, and as promised in `open`.
            let data = unsafe { from_ffi_and_data_type(array, fields) };
            let data = data.map_err(|error| error.to_string())?;
            let rows = StructArray::from(data);
            if rows.null_count() > 0 {
                return Err("a batch has rows that are null".to_owned());
            }
            let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
            let schema = SchemaRef::clone(&self.schema);
            let batch = RecordBatch::try_new_with_options(schema, rows.into_parts().1, &options);
            return batch.map(Some).map_err(|error| error.to_string());
        }
    }
}

/// What a stream says after it failed.
fn said(stream: &mut FFI_ArrowArrayStream, status: i32) -> String {
    // SAFETY: the stream is not released, and its last call failed.
    let text = stream
        .get_last_error
        .map(|get| unsafe { get(&raw mut *stream) });
    match text.filter(|text| !text.is_null()) {
        // SAFETY: a text that ends with NUL, there until the next call.
        Some(text) => unsafe { CStr::from_ptr(text) }
            .to_string_lossy()
            .into_owned(),
        None => format!("the stream gives error {status}"),
    }
}
