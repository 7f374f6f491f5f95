//! The texts about receipts, in both languages.

use super::text_steps::Both;

pub(super) const NOT_A_RECEIPT: Both = Both {
    nl: (
        "`{file}` is geen rekenbewijs: {cause}",
        "neem het bestand zoals `koers settle --receipt` het schreef",
    ),
    en: (
        "`{file}` is no receipt: {cause}",
        "take the file as `koers settle --receipt` wrote it",
    ),
};

pub(super) const RECEIPT_CONTRADICTS: Both = Both {
    nl: (
        "rekenbewijs `{file}` is gewijzigd: `input` hoort niet bij wat er verder in staat",
        "neem het bestand zoals het is opgemaakt",
    ),
    en: (
        "receipt `{file}` was changed: `input` is not that of what else it states",
        "take the file as it was made",
    ),
};

pub(super) const RECEIPT_OF_OTHER_VERSION: Both = Both {
    nl: (
        "het rekenbewijs is van Koers {stated}, dit is Koers {computed}",
        "zoek bij een verschil in CHANGELOG.md wat er tussen die versies is veranderd",
    ),
    en: (
        "the receipt is of Koers {stated}, this is Koers {computed}",
        "where something differs, see in CHANGELOG.md what changed between those versions",
    ),
};

pub(super) const RECEIPT_DOSSIER_DIFFERS: Both = Both {
    nl: (
        "het dossier is niet `{stated}` zoals het rekenbewijs het heeft<, maar `{computed}`>: er verschilt iets in de kop, subsidies, jaarschijven, afspraken of oordelen",
        "vergelijk `dossier.toml` met wat bij het rekenbewijs is bewaard",
    ),
    en: (
        "the dossier is not `{stated}` as the receipt has it<, but `{computed}`>: something differs in its head, grants, tranches, agreements or judgements",
        "compare `dossier.toml` with what was kept with the receipt",
    ),
};

pub(super) const RECEIPT_SCHEME_DIFFERS: Both = Both {
    nl: (
        "de regels van regeling `{scheme}` zijn niet die van het rekenbewijs",
        "vergelijk de regeling met die van toen; `koers schemes` zegt wat zij nu zegt",
    ),
    en: (
        "the rules of scheme `{scheme}` are not those of the receipt",
        "compare the scheme with what it was; `koers schemes` says what it says now",
    ),
};

pub(super) const RECEIPT_SCHEME_NOT_USED: Both = Both {
    nl: (
        "het rekenbewijs heeft regeling `{scheme}`, waarvan hier geen subsidie is",
        "zoek de subsidie die ontbreekt, of die nu onder een andere regeling valt",
    ),
    en: (
        "the receipt has scheme `{scheme}`, of which there is no grant here",
        "look for the grant that is missing, or is under another scheme now",
    ),
};

pub(super) const RECEIPT_SCHEME_NOT_STATED: Both = Both {
    nl: (
        "hier is een subsidie van regeling `{scheme}`, die het rekenbewijs niet heeft",
        "zoek de subsidie die erbij is gekomen, of die eerst onder een andere regeling viel",
    ),
    en: (
        "here is a grant of scheme `{scheme}`, which the receipt doesn't have",
        "look for the grant that was added, or was under another scheme before",
    ),
};

pub(super) const RECEIPT_ROWS_DIFFER: Both = Both {
    nl: (
        "tabel `{table}` is niet die van het rekenbewijs<; rijen daar: {stated}; hier: {computed}><; er zijn evenveel rijen ({same}), maar de inhoud verschilt><; bedragen daar samen: {stated_sum}; hier: {computed_sum}>",
        "vergelijk de tabel met wat bij het rekenbewijs is bewaard",
    ),
    en: (
        "table `{table}` is not that of the receipt<; rows there: {stated}; here: {computed}><; there are as many rows ({same}), but they differ><; amounts there in all: {stated_sum}; here: {computed_sum}>",
        "compare the table with what was kept with the receipt",
    ),
};

pub(super) const RECEIPT_DID_NOT_ASSUME: Both = Both {
    nl: (
        "voor subsidie `{grant}` is iets als subsidiabel verondersteld wat het rekenbewijs niet veronderstelt",
        "laat de veronderstelling weg",
    ),
    en: (
        "something is assumed to be eligible for grant `{grant}` that the receipt doesn't assume",
        "leave the assumption out",
    ),
};

pub(super) const RECEIPT_TOTAL_DIFFERS: Both = Both {
    nl: (
        "{year}: totaal {measure} is {stated} in het rekenbewijs en komt hier op {computed}; het verschil is {amount}",
        "de andere verschillen zeggen waardoor; is er geen ander, dan is het rekenbewijs gewijzigd of rekent deze versie anders",
    ),
    en: (
        "{year}: total {measure} is {stated} in the receipt and comes to {computed} here; the difference is {amount}",
        "the other differences say why; where there is none, the receipt was changed or this version computes otherwise",
    ),
};

pub(super) const RECEIPT_TABLE_DIFFERS: Both = Both {
    nl: (
        "uitkomst `{table}` is niet die van het rekenbewijs<; rijen daar: {stated}; hier: {computed}><; er zijn evenveel rijen ({same}), maar de inhoud verschilt>",
        "vergelijk de tabel met die van toen",
    ),
    en: (
        "result `{table}` is not that of the receipt<; rows there: {stated}; here: {computed}><; there are as many rows ({same}), but they differ>",
        "compare the table with what it was",
    ),
};

pub(super) const RECEIPT_CERTIFICATE_DIFFERS: Both = Both {
    nl: (
        "het bewijs van `least-refund` is niet dat van het rekenbewijs",
        "vergelijk het met het bewijs van toen (`koers settle --certificate`)",
    ),
    en: (
        "the certificate is not that of the receipt",
        "compare it with the certificate of then (`koers settle --certificate`)",
    ),
};

pub(super) const RECEIPT_SOLVES_MORE: Both = Both {
    nl: (
        "het rekenbewijs is van een berekening die tot {stated} wegen mocht oplossen; controleren doet er {most}",
        "blijkt iets anders te zijn, reken dan zelf na met die grens (`Plan::solving_at_most`)",
    ),
    en: (
        "the receipt is of a settlement that might solve {stated} ways; verifying solves {most}",
        "where something differs, settle with that limit yourself (`Plan::solving_at_most`)",
    ),
};
