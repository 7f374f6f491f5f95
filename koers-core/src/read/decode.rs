//! Bytes of a file to text, by the encoding that the dossier declares.

use std::sync::Arc;

use crate::diag::{Code, Finding, Findings, Place, Source};

/// The encodings that a table may declare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// Windows-1252, as older Dutch finance packages export. Every byte has a meaning in it.
    Windows1252,
}

/// The text of `bytes`, called `name` in findings; a finding at the first byte that isn't text.
pub fn decode(
    name: &str,
    bytes: Vec<u8>,
    encoding: Encoding,
    findings: &mut Findings,
) -> Option<Arc<Source>> {
    match encoding {
        Encoding::Windows1252 => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            Some(Source::new(name, text.into_owned()))
        }
        Encoding::Utf8 => match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                Some(Source::new(name, text))
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                // Shown with a replacement character where the bytes stop being text.
                let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
                findings.push(
                    Finding::new(Code::UndecodableBytes)
                        .subject(name)
                        .arg("encoding", "utf-8")
                        .at(Place::Text {
                            source,
                            span: at..at + '\u{fffd}'.len_utf8(),
                        }),
                );
                None
            }
        },
    }
}
