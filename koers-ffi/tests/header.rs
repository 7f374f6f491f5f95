//! `include/koers.h` is what the sources say, and the sources keep to the rules of the border.
//!
//! `KOERS_BLESS=1 cargo test -p koers-ffi --test header` rewrites the header.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The sources that the header shows, in its order.
const SOURCES: [&str; 32] = [
    "status.rs",
    "text.rs",
    "error.rs",
    "dossier/input.rs",
    "dossier/row_input.rs",
    "dossier/change_input.rs",
    "method.rs",
    "dossier/mod.rs",
    "dossier/add.rs",
    "settlement.rs",
    "certificate.rs",
    "tables/rows.rs",
    "tables/line_rows.rs",
    "tables/compare_rows.rs",
    "tables/reconcile_rows.rs",
    "tables/year_rows.rs",
    "tables/ahead_rows.rs",
    "tables/mod.rs",
    "diff.rs",
    "explanation.rs",
    "reconcile.rs",
    "deadlines.rs",
    "forecast.rs",
    "scenarios.rs",
    "what_if.rs",
    "eligibility.rs",
    "schemes.rs",
    "check.rs",
    "years.rs",
    "receipt.rs",
    "code.rs",
    "arrow/mod.rs",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name)
}

fn text(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The header that the sources say.
fn generated() -> String {
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("cbindgen.toml");
    let mut config = cbindgen::Config::from_file(settings).expect("settings");
    config.after_includes = Some(macros());
    let builder = SOURCES
        .iter()
        .chain(&["by.rs"])
        // Read with `dossier/mod.rs`, whose module it is.
        .filter(|name| **name != "dossier/add.rs")
        .fold(cbindgen::Builder::new(), |builder, name| {
            builder.with_src(source(name))
        });
    let mut out = Vec::new();
    builder
        .with_config(config)
        .generate()
        .expect("bindings")
        .write(&mut out);
    one_line_comments(&String::from_utf8(out).expect("UTF-8"))
}

/// Comments of one line on one line, where that fits: the header is to be read.
fn one_line_comments(header: &str) -> String {
    let lines: Vec<&str> = header.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        let comment = match lines[at..] {
            [open, only, close, ..] if open.trim() == "/**" && close.trim() == "*/" => {
                let indent = &open[..open.len() - 3];
                let text = only.trim_start().trim_start_matches("* ");
                Some(format!("{indent}/** {text} */")).filter(|line| line.len() <= 120)
            }
            _ => None,
        };
        at += if comment.is_some() { 3 } else { 1 };
        let line = comment.as_deref().unwrap_or(lines[at - 1]);
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// What the sources can't say: versions from Cargo.toml, and help for C programs.
fn macros() -> String {
    let mut out = String::from(
        "\n/** The version of this header; `koers_version` has that of the library. */\n",
    );
    let version = env!("CARGO_PKG_VERSION");
    let _ = writeln!(out, "#define KOERS_VERSION \"{version}\"");
    let names = ["MAJOR", "MINOR", "PATCH"];
    for (name, number) in names.iter().zip(version.split(['.', '-'])) {
        let _ = writeln!(out, "#define KOERS_VERSION_{name} {number}");
    }
    out.push_str(
        "
/** Sets a struct to zeros and fills in its size: `koers_line line; KOERS_INIT(&line);` */
#define KOERS_INIT(pointer) (memset((pointer), 0, sizeof *(pointer)), (pointer)->struct_size = sizeof *(pointer))

/** The initialiser of a koers_text from a string literal: `koers_text iza = KOERS_TEXT(\"iza\");` */
#define KOERS_TEXT(literal) {(literal), sizeof(literal) - 1}
",
    );
    out.push_str(ARROW);
    out
}

/// Arrow's own declaration, with the guard that its specification gives for it: a program may have another copy.
const ARROW: &str = "
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowSchema;
struct ArrowArray;

/** Arrow's C stream interface, as https://arrow.apache.org/docs/format/CStreamInterface.html declares it. */
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *stream, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *stream, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *stream);
  void (*release)(struct ArrowArrayStream *stream);
  void *private_data;
};

#endif
";

#[test]
fn the_header_is_current() {
    let path = root().join("include/koers.h");
    let generated = generated();
    if std::env::var_os("KOERS_BLESS").is_some() {
        fs::write(&path, &generated).expect("header written");
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        current == generated,
        "include/koers.h is not what the sources say: KOERS_BLESS=1 cargo test -p koers-ffi --test header"
    );
}

/// Every exported function of a source: its name and its text up to the end of its body.
fn exported(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for piece in source.split("#[unsafe(no_mangle)]").skip(1) {
        let name = piece.split_once("fn ").expect("a function").1;
        let name = name.split_once('(').expect("arguments").0;
        let body = piece.split("\n}").next().unwrap_or_default();
        found.push((name.to_owned(), body.to_owned()));
    }
    found
}

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, out);
            } else {
                out.push((path.display().to_string(), text(&path)));
            }
        }
    }
    let mut out = Vec::new();
    walk(&source(""), &mut out);
    out.sort();
    out
}

#[test]
fn every_exported_function_is_in_the_header_and_runs_in_the_boundary() {
    let header = text(root().join("include/koers.h"));
    // The last four are local, and do nothing but call the boundary.
    let guards = [
        "call(error,",
        "read(|| ",
        "value(",
        "add(",
        "give(",
        "change(",
        "change_all(",
    ];
    let mut count = 0;
    for (file, source) in sources() {
        let functions = exported(&source);
        let externs = source
            .lines()
            .filter(|line| line.starts_with("pub") && line.contains("extern \"C\""));
        assert_eq!(
            externs.count(),
            functions.len(),
            "{file}: an extern function that is not exported"
        );
        for (name, body) in functions {
            assert!(
                guards.iter().any(|guard| body.contains(guard)),
                "{file}: {name} does not run in the boundary"
            );
            let declared = header
                .lines()
                .filter(|line| !line.trim_start().starts_with('*'))
                .filter(|line| line.contains(&format!("{name}(")));
            assert_eq!(
                declared.count(),
                usize::from(!file.contains("panic_for_tests")),
                "{file}: {name} is declared once in the header"
            );
            count += 1;
        }
    }
    assert!(count >= 30, "found only {count} exported functions");
}

#[test]
fn panics_are_caught_and_unsafe_code_is_argued_in_the_border_only() {
    for (file, source) in sources() {
        let border = [
            "boundary.rs",
            "error.rs",
            "text.rs",
            "by.rs",
            "certificate.rs",
            "check.rs",
            "years.rs",
            "code.rs",
            "deadlines.rs",
            "diff.rs",
            "explanation.rs",
            "receipt.rs",
            "reconcile.rs",
            "eligibility.rs",
            "forecast.rs",
            "method.rs",
            "scenarios.rs",
            "schemes.rs",
            "settlement.rs",
            "status.rs",
            "what_if.rs",
            "panic_for_tests.rs",
        ]
        .iter()
        .any(|name| file.ends_with(name))
            || ["/arrow/", "/memory", "/dossier/", "/tables/"]
                .iter()
                .any(|folder| file.contains(folder));
        assert!(
            border || !source.contains("unsafe {"),
            "{file}: unsafe code outside the border"
        );
        let catches = source.contains("catch_unwind(");
        assert_eq!(
            catches,
            file.ends_with("boundary.rs"),
            "{file}: panics are caught in the boundary"
        );
        assert!(
            !source.contains("set_hook"),
            "{file}: the panic hook is the host's"
        );
    }
}

/// Names such as `KOERS_STATUS_OK` in a text.
fn names<'t>(text: &'t str, prefix: &str) -> Vec<&'t str> {
    let word = |sign: char| !(sign.is_ascii_alphanumeric() || sign == '_');
    let mut names: Vec<&str> = text
        .split(word)
        .filter(|name| name.starts_with(prefix))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn every_status_and_every_function_is_met_by_a_c_program() {
    let mut programs = String::new();
    for folder in ["tests/c", "examples/c"] {
        for entry in fs::read_dir(root().join(folder)).expect("C programs") {
            programs.push_str(&text(entry.expect("an entry").path()));
        }
    }
    let header = text(root().join("include/koers.h"));
    let statuses: Vec<&str> = names(&header, "KOERS_STATUS_")
        .into_iter()
        .filter(|name| *name != "KOERS_STATUS_")
        .collect();
    assert_eq!(statuses.len(), 15, "{statuses:?}");
    for status in statuses {
        let expected = format!("EXPECT({status},");
        assert!(
            programs.contains(&expected),
            "no C program expects {status}"
        );
    }
    let called = names(&programs, "koers_");
    for (_, source) in sources() {
        for (name, _) in exported(&source) {
            assert!(called.contains(&name.as_str()), "no C program calls {name}");
        }
    }
}

#[test]
fn the_example_on_the_first_page_is_a_program() {
    let header = text(root().join("include/koers.h"));
    let page = header.split_once("* Example\n").expect("an example").1;
    let example = page
        .lines()
        .skip(1)
        .map_while(|line| line.strip_prefix(" *     "));
    let program = text(root().join("tests/c/first_page.c"));
    let mut rest = program.as_str();
    let mut count = 0;
    for line in example {
        let after = rest.split_once(&format!("    {line}\n"));
        rest = after
            .unwrap_or_else(|| panic!("tests/c/first_page.c lacks: {line}"))
            .1;
        count += 1;
    }
    assert!(count >= 15, "found only {count} lines");
}
