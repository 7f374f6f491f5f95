//! Whether a schema or an array of another program is what it must be, as far as a consumer can see.

use std::ffi::{CStr, c_void};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_schema::{DataType, Fields};

/// Schemas nest no deeper than this.
const DEEPEST: usize = 64;

/// The most columns.
const MOST_CHILDREN: i64 = 100_000;

/// The most rows: their bytes fit in memory in every type.
const MOST_ROWS: i64 = 1 << 48;

/// Judges a schema.
///
/// # Safety
/// It keeps to Arrow's C data interface where nobody can see whether it does.
pub(crate) unsafe fn schema(schema: &FFI_ArrowSchema) -> Result<(), String> {
    if schema.release.is_none() {
        return Err("the schema has been released".to_owned());
    }
    // SAFETY: as promised by the caller.
    unsafe { nested_schema(schema, 0) }?;
    if schema.format() != "+s" {
        return Err(format!(
            "the stream holds {}, and no table",
            schema.format()
        ));
    }
    Ok(())
}

/// # Safety
/// As [`schema`].
unsafe fn nested_schema(schema: &FFI_ArrowSchema, depth: usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("the schema is too deep".to_owned());
    }
    if schema.format.is_null() {
        return Err("a column of the schema has no format".to_owned());
    }
    for text in [schema.format, schema.name] {
        // SAFETY: a text that ends with NUL, as promised by the caller.
        if !text.is_null() && unsafe { CStr::from_ptr(text) }.to_str().is_err() {
            return Err("a name or format in the schema is not UTF-8".to_owned());
        }
    }
    if !(0..=MOST_CHILDREN).contains(&schema.n_children) {
        return Err(format!("the schema has {} columns", schema.n_children));
    }
    if schema.n_children > 0 && schema.children.is_null() {
        return Err("the schema lacks its columns".to_owned());
    }
    let format = schema.format();
    let least = match format.get(..2) {
        Some("+l" | "+L" | "+v" | "+w" | "+m") => 1,
        Some("+r") => 2,
        _ => 0,
    };
    if schema.n_children < least {
        return Err(format!("type {format} of the schema lacks its children"));
    }
    for at in 0..usize::try_from(schema.n_children).unwrap_or_default() {
        // SAFETY: there are so many children, as promised by the caller.
        let child = unsafe { schema.children.add(at).read_unaligned().as_ref() };
        let child = child.ok_or("a column of the schema is NULL")?;
        // SAFETY: as above.
        unsafe { nested_schema(child, depth + 1) }?;
    }
    // SAFETY: NULL or a schema, as promised by the caller.
    match unsafe { schema.dictionary.as_ref() } {
        // SAFETY: as above.
        Some(values) => unsafe { nested_schema(values, depth + 1) },
        None => Ok(()),
    }
}

/// Judges an array of a type.
///
/// # Safety
/// It keeps to Arrow's C data interface where nobody can see whether it does.
pub(crate) unsafe fn array(array: &FFI_ArrowArray, data_type: &DataType) -> Result<(), String> {
    let sound = (0..=MOST_ROWS).contains(&array.length)
        && (0..=MOST_ROWS).contains(&array.offset)
        && (-1..=array.length).contains(&array.null_count);
    if !sound {
        let (length, offset, nulls) = (array.length, array.offset, array.null_count);
        return Err(format!(
            "an array has length {length}, offset {offset} and {nulls} nulls"
        ));
    }
    if array.buffers.is_null() && array.n_buffers > 0 {
        return Err("an array lacks its buffers".to_owned());
    }
    // SAFETY: as promised by the caller; so in every block below.
    unsafe {
        match data_type {
            DataType::Struct(fields) => {
                buffers(array, 1..=1)?;
                if array.n_children != i64::try_from(fields.len()).unwrap_or(-1) {
                    return Err(format!(
                        "a batch has {} columns, and its schema {}",
                        array.n_children,
                        fields.len()
                    ));
                }
                if array.n_children > 0 && array.children.is_null() {
                    return Err("a batch lacks its columns".to_owned());
                }
                for (at, field) in fields.iter().enumerate() {
                    let child = array.children.add(at).read_unaligned().as_ref();
                    let child = child.ok_or_else(|| format!("column {} is NULL", field.name()))?;
                    if child.length < array.length + array.offset {
                        return Err(format!("column {} is shorter than its batch", field.name()));
                    }
                    self::array(child, field.data_type())
                        .map_err(|cause| format!("column {}: {cause}", field.name()))?;
                }
                Ok(())
            }
            DataType::Dictionary(keys, _) if !keys.is_dictionary_key_type() => {
                Err(format!("a dictionary has keys of type {keys}"))
            }
            DataType::Dictionary(_, values) => {
                buffers(array, 2..=2)?;
                filled(array, 1)?;
                let of = array.dictionary.as_ref().ok_or("its dictionary is NULL")?;
                self::array(of, values)
            }
            DataType::Null => {
                buffers(array, 0..=1)?;
                let has_one = array.n_buffers > 0 && !buffer(array, 0).is_null();
                let text = || "an array of nothing has a buffer".to_owned();
                (!has_one).then_some(()).ok_or_else(text)
            }
            DataType::Utf8 | DataType::Binary => {
                buffers(array, 3..=3)?;
                offsets::<i32>(array)
            }
            DataType::LargeUtf8 | DataType::LargeBinary => {
                buffers(array, 3..=3)?;
                offsets::<i64>(array)
            }
            DataType::Utf8View | DataType::BinaryView => {
                buffers(array, 3..=i64::from(i32::MAX))?;
                filled(array, 1)?;
                data_of_views(array)
            }
            flat if flat.primitive_width().is_some() || *flat == DataType::Boolean => {
                buffers(array, 2..=2)?;
                filled(array, 1)
            }
            other => Err(format!("type {other} is not read")),
        }
    }
}

/// Says of columns of nothing that they have no buffers, as the interface has it: polars gives them one that is NULL, and
/// Arrow's own import refuses that.
///
/// # Safety
/// The batch was judged, and nobody else uses it.
pub(crate) unsafe fn without_null_buffers(batch: &FFI_ArrowArray, fields: &Fields) {
    for (at, field) in fields.iter().enumerate() {
        if *field.data_type() == DataType::Null {
            // SAFETY: there is such a child, and it has no buffer that its owner could miss.
            unsafe { (*batch.children.add(at).read_unaligned()).n_buffers = 0 };
        }
    }
}

/// Whether there are as many buffers as the type has, and one that says which rows are null when there are such.
///
/// # Safety
/// As [`array`]; so in every function below.
unsafe fn buffers(
    array: &FFI_ArrowArray,
    known: std::ops::RangeInclusive<i64>,
) -> Result<(), String> {
    if !known.contains(&array.n_buffers) {
        return Err(format!(
            "an array has {} buffers, and its type {}",
            array.n_buffers,
            known.start()
        ));
    }
    // SAFETY: there is a buffer at least.
    if *known.start() > 0 && array.null_count > 0 && unsafe { buffer(array, 0) }.is_null() {
        return Err("an array has nulls, and does not say where".to_owned());
    }
    Ok(())
}

/// # Safety
/// There is such a buffer.
unsafe fn buffer(array: &FFI_ArrowArray, at: usize) -> *const c_void {
    // SAFETY: as promised by the caller.
    unsafe { array.buffers.add(at).read_unaligned() }
}

/// Whether a buffer is there when there are rows.
unsafe fn filled(array: &FFI_ArrowArray, at: usize) -> Result<(), String> {
    // SAFETY: the number of buffers was judged.
    if array.length > 0 && unsafe { buffer(array, at) }.is_null() {
        return Err(format!("buffer {at} is NULL"));
    }
    Ok(())
}

/// Whether offsets are there, begin at 0 or above, and never descend.
unsafe fn offsets<O: Copy + Default + PartialOrd>(array: &FFI_ArrowArray) -> Result<(), String> {
    if array.length == 0 {
        return Ok(());
    }
    // SAFETY: the number of buffers was judged.
    let (offsets, texts) = unsafe { (buffer(array, 1).cast::<O>(), buffer(array, 2)) };
    if offsets.is_null() || !offsets.is_aligned() {
        return Err("its offsets are NULL or not aligned".to_owned());
    }
    let rows = usize::try_from(array.length + array.offset).unwrap_or_default();
    // SAFETY: there is one offset more than there are rows, as promised by the caller.
    let offsets = unsafe { std::slice::from_raw_parts(offsets, rows + 1) };
    let offsets = &offsets[usize::try_from(array.offset).unwrap_or_default()..];
    let zero = O::default();
    if offsets.first().is_none_or(|first| *first < zero) || !offsets.is_sorted() {
        return Err("its offsets descend, or are below zero".to_owned());
    }
    if texts.is_null() && offsets.last().is_some_and(|last| *last > zero) {
        return Err("buffer 2 is NULL".to_owned());
    }
    Ok(())
}

/// Whether the buffers that views refer to have sizes, and are there.
unsafe fn data_of_views(array: &FFI_ArrowArray) -> Result<(), String> {
    let last = usize::try_from(array.n_buffers - 1).unwrap_or_default();
    // SAFETY: the number of buffers was judged.
    let sizes = unsafe { buffer(array, last) }.cast::<i64>();
    if last > 2 && (sizes.is_null() || !sizes.is_aligned()) {
        return Err("the sizes of its buffers are NULL or not aligned".to_owned());
    }
    for at in 2..last {
        // SAFETY: there is a size for each buffer between the views and the sizes.
        let size = unsafe { sizes.add(at - 2).read() };
        // SAFETY: the number of buffers was judged.
        if size < 0 || (size > 0 && unsafe { buffer(array, at) }.is_null()) {
            return Err(format!("buffer {at} is NULL, or of {size} bytes"));
        }
    }
    Ok(())
}
