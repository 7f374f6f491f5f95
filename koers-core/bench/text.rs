//! A scheme file of any length, with every rule there is.

/// A head and as many versions as fit in about so many lines.
#[must_use]
pub fn scheme(lines: usize) -> String {
    let mut text = String::from(
        "format = 1\n\n[scheme]\nid = \"maat\"\ntitle = \"Regeling om aan te meten\"\nfunder = \"Provincie\"\n\
         funder_group = \"other\"\nlegal_basis = { title = \"Regeling\", reference = \"BWBR0000001\" }\n",
    );
    let mut number = 8;
    for part in 0..20 {
        let group = if part == 0 { "" } else { "group = \"p0\"\n" };
        text += &format!(
            "\n[[parts]]\nid = \"p{part}\"\ntitle = \"Onderdeel {part}\"\n{group}{}",
            cited(part)
        );
        number += 6;
    }
    for year in 1900..2199 {
        let version = version(year);
        number += version.lines().count();
        if number > lines {
            break;
        }
        text += &version;
    }
    text
}

fn cited(article: usize) -> String {
    format!(
        "article = \"art. {article} lid 1\"\nstatus = \"text\"\nnote = \"Wat een lezer verder moet weten.\"\n"
    )
}

/// The rules of one year: about a hundred lines.
fn version(year: usize) -> String {
    let rules = [
        ("[versions.unit]", "period = \"years\"\nyears = 4\nstart = 1900\n".to_owned()),
        ("[versions.window]", "rule = \"unit\"\n".to_owned()),
        (
            "[versions.eligible]",
            "rule = \"costs\"\nonly = { category = [\"loon\", \"huur\"] }\nexcept = { thema = [\"x\"] }\n".to_owned(),
        ),
        ("[versions.share]", "percentage = \"80 %\"\nof = \"line\"\n".to_owned()),
        (
            "[[versions.ceilings]]",
            "name = \"overhead\"\nlimit = \"10 %\"\nof = \"award\"\nonly = { category = [\"overhead\"] }\n".to_owned(),
        ),
        (
            "[[versions.ceilings]]",
            "name = \"deel\"\nlimit = \"50000\"\nover = \"grant\"\nparts = [\"p1\", \"p2\"]\n".to_owned(),
        ),
        (
            "[versions.shifting]",
            "rule = \"share\"\npercentage = \"15 %\"\nof = \"award\"\ninside = \"group\"\n".to_owned(),
        ),
        ("[versions.basis]", "rule = \"price-quantity\"\n".to_owned()),
        ("[[versions.basis.prices]]", "unit = \"uur\"\nprice = \"61.50\"\n".to_owned()),
        (
            "[[versions.basis.prices]]",
            format!("unit = \"uur\"\nprice = \"64\"\nfrom = {year}-07-01\n"),
        ),
        ("[versions.advance]", "percentage = \"90 %\"\n".to_owned()),
        (
            "[versions.unspent]",
            "rule = \"carry-over\"\nlimit = \"50 %\"\nof = \"last-year\"\nuntil = \"next-unit-end\"\n".to_owned(),
        ),
        ("[versions.excess]", "rule = \"retain\"\n".to_owned()),
        ("[versions.deductions]", "kinds = [\"income\", \"vat\"]\n".to_owned()),
        ("[[versions.refund_terms]]", "kind = \"limitation\"\nyears = 5\n".to_owned()),
        ("[[versions.duties]]", "kind = \"accountability\"\non = \"07-15\"\n".to_owned()),
        ("[versions.exclusive_with]", "funder_groups = [\"rijk\"]\n".to_owned()),
        ("[versions.maximum]", "amount = \"250000\"\n".to_owned()),
    ];
    let mut text =
        format!("\n[[versions]]\nfrom = {year}-01-01\ntext = \"geconsolideerde tekst\"\n");
    for (at, (header, keys)) in rules.iter().enumerate() {
        text += &format!("\n{header}\n{keys}{}", cited(at));
    }
    text
}
