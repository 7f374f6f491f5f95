//! The texts about roll-forwards and years, in both languages.

use super::text_steps::Both;

pub(super) const DECLARED_ROW_DIFFERS: Both = Both {
    nl: (
        "verloopoverzicht {year}<, {holder}>: `{grant}` sluit op {stated}, maar de bedragen komen op {computed}; het verschil is {amount}",
        "controleer de rij; bij een vordering gaat wat is ontvangen eraf",
    ),
    en: (
        "roll-forward {year}<, {holder}>: `{grant}` closes at {stated}, but its amounts come to {computed}; the difference is {amount}",
        "check the row; of a receivable what came in comes off",
    ),
};

pub(super) const DECLARED_ROW_ROUNDED: Both = Both {
    nl: (
        "verloopoverzicht {year}<, {holder}>: `{grant}` sluit op {stated}, de bedragen komen op {computed}; {amount} kan afronding zijn",
        "controleer de rij als de bron fijner heeft gerekend",
    ),
    en: (
        "roll-forward {year}<, {holder}>: `{grant}` closes at {stated}, its amounts come to {computed}; {amount} may be rounding",
        "check the row if the source has finer figures",
    ),
};

pub(super) const DECLARED_TOTAL_DIFFERS: Both = Both {
    nl: (
        "verloopoverzicht {year}<, {holder}>: totaal `{grant}` heeft bij `{column}` {stated}, de rijen zijn samen {computed}; het verschil is {amount}<, precies rij `{row}`>",
        "zoek de rij die in het totaal ontbreekt of er dubbel in zit",
    ),
    en: (
        "roll-forward {year}<, {holder}>: total `{grant}` has {stated} under `{column}`, its rows add up to {computed}; the difference is {amount}<, just row `{row}`>",
        "look for the row that the total lacks, or has twice",
    ),
};

pub(super) const DECLARED_TOTAL_ROUNDED: Both = Both {
    nl: (
        "verloopoverzicht {year}<, {holder}>: totaal `{grant}` heeft bij `{column}` {stated}, de rijen zijn samen {computed}; {amount} kan afronding zijn",
        "controleer het totaal als de bron fijner heeft gerekend",
    ),
    en: (
        "roll-forward {year}<, {holder}>: total `{grant}` has {stated} under `{column}`, its rows add up to {computed}; {amount} may be rounding",
        "check the total if the source has finer figures",
    ),
};

pub(super) const DECLARED_OPENING_DIFFERS: Both = Both {
    nl: (
        "verloopoverzicht {year}<, {holder}>: `{grant}` begint met {opening}, maar {before} sloot op {closing}; het verschil is {amount}",
        "verbeter de beginstand, of zet wat er anders is geworden bij `other`",
    ),
    en: (
        "roll-forward {year}<, {holder}>: `{grant}` opens at {opening}, but {before} closed at {closing}; the difference is {amount}",
        "correct the opening, or put what changed under `other`",
    ),
};

pub(super) const DECLARED_ROLL_FORWARD_DIFFERS: Both = Both {
    nl: (
        "verloopoverzicht {year}<, {holder}>: `{grant}` heeft bij `{column}` {stated}, de afrekening {computed}; het verschil is {amount}",
        "verbeter het overzicht of het dossier",
    ),
    en: (
        "roll-forward {year}<, {holder}>: `{grant}` has {stated} under `{column}`, the settlement {computed}; the difference is {amount}",
        "correct the roll-forward or the dossier",
    ),
};

pub(super) const CARRIED_BY_NOBODY: Both = Both {
    nl: (
        "subsidie `{grant}`, jaarschijf `{tranche}`: de beginstand heeft {amount} te besteden tot en met {until}, maar geen regel of afspraak hevelt dat over",
        "leg de afspraak vast bij `agreements`, of neem het bedrag als terug te betalen op (`owed`)",
    ),
    en: (
        "grant `{grant}`, tranche `{tranche}`: the opening has {amount} to spend until {until}, but no rule or agreement carries it over",
        "put the agreement under `agreements`, or state the amount as to pay back (`owed`)",
    ),
};

pub(super) const NOT_PRINTABLE: Both = Both {
    nl: (
        "voor subsidie `{grant}` is verondersteld wat subsidiabel is; dat hoort niet in een dossier",
        "leg het oordeel vast bij `eligible_for`, met de bron, of laat de veronderstelling weg",
    ),
    en: (
        "what is eligible for grant `{grant}` was assumed, which doesn't belong in a dossier",
        "put the judgement under `eligible_for`, with its source, or leave the assumption out",
    ),
};

pub(super) const UNWRITABLE_FILE: Both = Both {
    nl: (
        "`{file}` kan niet worden geschreven: {cause}",
        "noem een plaats waar u mag schrijven; voor een dossier een lege map, of een die er nog niet is",
    ),
    en: (
        "`{file}` can't be written: {cause}",
        "name a place where you may write; for a dossier an empty folder, or one that isn't there yet",
    ),
};

pub(super) const CLOSED_YEAR_CHANGES: Both = Both {
    nl: (
        "subsidie `{grant}`, jaarschijf `{tranche}`: {measure} was in het afgesloten jaar {year} {before} en komt nu op {after}; het verschil is {amount}",
        "boek het verschil in het eerste open jaar (tabel `restatement`), of maak de wijziging ongedaan",
    ),
    en: (
        "grant `{grant}`, tranche `{tranche}`: {measure} was {before} in the closed year {year} and comes to {after} now; the difference is {amount}",
        "book the difference in the first open year (table `restatement`), or take the change back",
    ),
};

pub(super) const CREDIT_OF_CLOSED_YEAR: Both = Both {
    nl: (
        "boekingsregel `{line}` corrigeert `{value}` van het afgesloten jaar {year}; {amount} telt in het eigen jaar van `{line}`",
        "zorg dat `{line}` op dezelfde subsidie is geboekt; is het jaar toch open, haal het dan uit `closed`",
    ),
    en: (
        "line `{line}` corrects `{value}` of the closed year {year}; {amount} counts in the own year of `{line}`",
        "see that `{line}` is booked on the same grant; where the year is open after all, take it out of `closed`",
    ),
};

pub(super) const CLOSED_OUT_OF_ORDER: Both = Both {
    nl: (
        "afgesloten zijn {value}, maar de boekjaren zijn {years}",
        "sluit jaren af van voren af aan, zonder een over te slaan",
    ),
    en: (
        "closed are {value}, but the book years are {years}",
        "close years from the first on, without leaving one out",
    ),
};

pub(super) const OPENING_DIFFERS: Both = Both {
    nl: (
        "subsidie `{grant}`, jaarschijf `{tranche}`: de beginstand heeft bij `{key}` {opening}, maar {year} sloot op {closing}; het verschil is {amount}",
        "verbeter `opening`, of `closings` als het jaar anders is afgesloten",
    ),
    en: (
        "grant `{grant}`, tranche `{tranche}`: the opening has {opening} under `{key}`, but {year} closed at {closing}; the difference is {amount}",
        "correct `opening`, or `closings` where the year was closed otherwise",
    ),
};

pub(super) const UNPRINTABLE_TEXT: Both = Both {
    nl: (
        "`{value}` in kolom `{column}` is leeg, of begint of eindigt met een spatie; uit een bestand wordt het anders gelezen",
        "haal de spaties weg, of laat de waarde weg, voordat u het dossier bewaart",
    ),
    en: (
        "`{value}` in column `{column}` is empty, or begins or ends with a space; from a file it would be read as another",
        "take the spaces off, or leave the value out, before the dossier is saved",
    ),
};

pub(super) const DECLARED_NOTATION: Both = Both {
    nl: (
        "dit bestand moet komma's hebben tussen de velden en een punt voor de centen, en hier staat `{value}`",
        "bewaar het bestand als CSV met `,` tussen de velden, en schrijf bedragen als `1234.50`, zonder teken tussen duizendtallen",
    ),
    en: (
        "this file must have commas between fields and a point before cents, and here is `{value}`",
        "save the file as CSV with `,` between fields, and write amounts as `1234.50`, without a sign between thousands",
    ),
};
