//! The texts about what grants pay of costs, in both languages.

use super::text_steps::Both;

pub(super) const DIMENSION_MISSING: Both = Both {
    nl: (
        "subsidie `{grant}`: regel `{rule}` kijkt naar kolom `{dimension}`, die geen enkele regel heeft",
        "voeg de kolom toe aan de boekingsregels, of verbeter de naam in de regeling",
    ),
    en: (
        "grant `{grant}`: rule `{rule}` looks at column `{dimension}`, which no line has",
        "add the column to the cost lines, or correct its name in the scheme",
    ),
};

pub(super) const SHARE_ON_OWN_FUNDS: Both = Both {
    nl: (
        "subsidie `{grant}` betaalt hoogstens {share} van de kosten; in {year} blijft {amount} voor eigen rekening",
        "zorg dat dit deel uit andere middelen wordt betaald",
    ),
    en: (
        "grant `{grant}` pays at most {share} of the costs; in {year} {amount} stays on own funds",
        "make sure that this part is paid from other means",
    ),
};

pub(super) const LINE_OF_UNKNOWN_PART: Both = Both {
    nl: (
        "regel `{line}`: de regeling van subsidie `{grant}` heeft geen onderdeel `{value}`",
        "<bedoelde u `{suggestion}`? >onderdelen zijn: {known}",
    ),
    en: (
        "line `{line}`: the scheme of grant `{grant}` has no part `{value}`",
        "<did you mean `{suggestion}`? >parts are: {known}",
    ),
};

pub(super) const VAT_NOT_DEDUCTED: Both = Both {
    nl: (
        "subsidie `{grant}`: in de kosten van {year} zit {amount} compensabele btw, die de regeling niet aftrekt",
        "boek de kosten zonder btw, of neem de aftrek op in de regeling: het btw-compensatiefonds betaalt deze btw al",
    ),
    en: (
        "grant `{grant}`: the costs of {year} hold {amount} of compensable VAT, which the scheme doesn't take off",
        "book the costs without VAT, or put the deduction in the scheme: the VAT compensation fund pays this VAT already",
    ),
};

pub(super) const EARNED_ABOVE_ROOM: Both = Both {
    nl: (
        "subsidie `{grant}`, jaarschijf `{tranche}`: in {year} is {amount} meer verdiend dan de verlening toelaat",
        "vraag om een hogere verlening; dit bedrag wordt niet betaald",
    ),
    en: (
        "grant `{grant}`, tranche `{tranche}`: in {year} {amount} more was earned than the award allows",
        "ask for a higher award; this amount is not paid",
    ),
};
