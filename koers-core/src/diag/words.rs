//! Words inside the texts of findings: kinds of values, causes, and what blocks a cost.

use super::Lang;

/// The Dutch name of a kind of value, of what there can be too many of, or of what blocks a cost.
pub(super) fn dutch(english: &str) -> Option<&'static str> {
    Some(match english {
        "text" => "tekst",
        "integer" => "geheel getal",
        "decimal" => "decimaal getal",
        "float" => "drijvendekommagetal",
        "boolean" => "waar of onwaar (`true`, `false`)",
        "date" => "datum",
        "time" => "tijdstip",
        "period" => "periode",
        "amount" => "bedrag",
        "percentage" => "percentage als tekst, zoals `\"17.5 %\"`",
        "nothing" => "niets",
        "list" => "lijst",
        "table" => "tabel",
        "rows" => "rijen",
        "columns" => "kolommen",
        "keys" => "sleutels",
        "levels" => "niveaus",
        "steps" => "stappen",
        "files" => "bestanden",
        "findings" => "bevindingen",
        "not a regular file" => "het is geen gewoon bestand",
        "it is not a folder" => "het is geen map",
        "it is a folder" => "het is een map",
        "its folder is missing" => "de map waarin het moet komen ontbreekt",
        "the folder is not empty" => "de map is niet leeg",
        "you may not write there" => "u mag daar niet schrijven",
        "it leads outside the folder" => "het verwijst naar een plaats buiten de map",
        "itself" => "een boekingsregel kan zichzelf niet corrigeren",
        "chain" => "die boekingsregel is zelf al een correctie",
        "kind" => "ze zijn niet van dezelfde soort (`kind`)",
        "sign" => "de bedragen hebben hetzelfde teken",
        "permission denied" => "u mag het niet openen",
        "state" => {
            "de subsidie heeft geen ruimte: nog niet verleend, ingetrokken, vastgesteld of zonder jaarschijf"
        }
        "window" => "de datum valt buiten de bestedingsperiode",
        "eligible" => "de regeling betaalt deze kosten niet",
        "part" => "het geld is voor een ander onderdeel",
        "exclusive" => "een andere subsidie betaalt deze regel al",
        "share" => "de subsidie betaalt maar een deel van de kosten",
        "ceiling" => "het plafond is bereikt",
        "basis" => "er is niet meer verdiend",
        "not-deducted" => "de regeling trekt inkomsten niet af",
        "room" => "de ruimte is op",
        "quota" => "de verdeling van de stap geeft geen subsidie meer",
        "maximum" => "het maximum van de stap is bereikt",
        _ => return None,
    })
}

/// What is expected, and what blocks a cost, in English words.
pub(super) fn english(code: &str) -> Option<&'static str> {
    Some(match code {
        "percentage" => "a percentage as text, such as `\"17.5 %\"`",
        "itself" => "a line can't correct itself",
        "chain" => "that line is a correction itself",
        "kind" => "they are not of the same kind",
        "sign" => "the amounts have the same sign",
        "state" => {
            "the grant has no room: not awarded yet, withdrawn, determined or without tranche"
        }
        "window" => "its date is outside the spending window",
        "eligible" => "the scheme doesn't pay such costs",
        "part" => "the money is for another part",
        "exclusive" => "another grant pays this line already",
        "share" => "the grant pays only a part of the costs",
        "ceiling" => "the ceiling is reached",
        "basis" => "no more is earned",
        "not-deducted" => "the scheme doesn't take off income",
        "room" => "the room is used up",
        "quota" => "the division of the step gives no grant more",
        "maximum" => "the maximum of the step is reached",
        _ => return None,
    })
}

/// What least-refund was solved without: `ceiling iza/staf` is the ceiling `staf` of grant `iza`.
pub(super) fn cause(code: &str, lang: Lang) -> String {
    let (kind, of) = code.split_once(' ').unwrap_or((code, ""));
    let (dutch, english) = match kind {
        "exclusive" => ("de uitsluiting", "the exclusion"),
        "ceiling" => ("het plafond", "the ceiling"),
        "share" => ("het aandeel", "the share"),
        "shifting" => ("de verschuiving", "the shifting"),
        "maximum" => ("het maximum", "the maximum"),
        "unspent" => ("de grens aan het overschot", "the limit on unspent money"),
        "cash" => (
            "wat later binnenkomt of terugging",
            "what comes in later or was paid back",
        ),
        "award" => ("de verlaging van de verlening", "the lowering of the award"),
        "fixed" => ("de vaste regels", "the fixed lines"),
        "vat" => ("de compensabele btw", "the compensable VAT"),
        "excess" => ("het afgesneden overschot", "the excess"),
        _ => return code.to_owned(),
    };
    let (words, link) = match lang {
        Lang::Nl => (dutch, "van"),
        Lang::En => (english, "of"),
    };
    match of {
        "" => words.to_owned(),
        of => format!("{words} {link} `{of}`"),
    }
}

/// What is measured, as a word; none where it is no measure.
pub(crate) fn measure(code: &str, lang: Lang) -> Option<&'static str> {
    let (dutch, english) = match code {
        "opening" => ("beginsaldo", "opening"),
        "granted" => ("verleend", "granted"),
        "room" => ("ruimte", "room"),
        "received" => ("ontvangen", "received"),
        "repaid" => ("terugbetaald", "repaid"),
        "earned" => ("verdiend", "earned"),
        "spent" => ("besteed", "spent"),
        "balance" => ("saldo", "balance"),
        "owed" => ("nog terug te betalen", "owed"),
        "refund" => ("terug te betalen", "refund"),
        "carry_over" => ("overheveling", "carry-over"),
        "pending" => ("ruimte nog niet ontvangen", "pending"),
        "retained" => ("vrij te houden", "retained"),
        "receivable" => ("nog te ontvangen", "receivable"),
        "paid" => ("betaald", "paid"),
        "deducted" => ("in mindering", "deducted"),
        "own_funds" => ("eigen middelen", "own funds"),
        _ => return None,
    };
    Some(match lang {
        Lang::Nl => dutch,
        Lang::En => english,
    })
}
