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
        "noem een lege map, of een die er nog niet is, waarin u mag schrijven",
    ),
    en: (
        "`{file}` can't be written: {cause}",
        "name an empty folder, or one that isn't there yet, in which you may write",
    ),
};
