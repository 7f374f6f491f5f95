//! The texts about corrections of lines, steps of a method, quantities and deductions, in both languages.

/// Message and help.
type Texts = (&'static str, &'static str);

/// The texts of one code.
pub(super) struct Both {
    pub(super) nl: Texts,
    pub(super) en: Texts,
}

pub(super) const BAD_CORRECTION: Both = Both {
    nl: (
        "boekingsregel `{line}` kan `{value}` niet corrigeren: {cause}",
        "noem bij `corrects` de oorspronkelijke boekingsregel, van dezelfde soort en met een tegengesteld bedrag, of laat de cel leeg",
    ),
    en: (
        "line `{line}` can't correct `{value}`: {cause}",
        "name under `corrects` the original line, of the same kind and with an amount of the other sign, or leave the cell empty",
    ),
};

pub(super) const NO_WEIGHTS: Both = Both {
    nl: (
        "stap {step}: in groep {group} heeft geen enkele subsidie een gewicht boven nul",
        "geef ten minste één subsidie van de groep een gewicht, of kies andere `weights`",
    ),
    en: (
        "step {step}: no grant of group {group} has a weight above zero",
        "give at least one grant of the group a weight, or choose other `weights`",
    ),
};

pub(super) const WEIGHT_MISSING: Both = Both {
    nl: (
        "stap {step}: subsidie `{grant}` heeft geen sleutel `{key}` om naar te verdelen",
        "vul `{key}` in bij `keys` van de subsidie, of laat haar weg uit de stap",
    ),
    en: (
        "step {step}: grant `{grant}` has no key `{key}` to divide by",
        "fill in `{key}` under `keys` of the grant, or leave it out of the step",
    ),
};

pub(super) const CORRECTS_UNKNOWN_LINE: Both = Both {
    nl: (
        "boekingsregel `{line}` corrigeert `{value}`, die niet in het dossier staat; {amount} telt als losse correctie",
        "verbeter het id bij `corrects`, of voeg de boekingsregel toe; zonder haar telt de correctie op zichzelf, met eigen datum en boeking",
    ),
    en: (
        "line `{line}` corrects `{value}`, which is not in the dossier; {amount} counts as a correction of no line in particular",
        "correct the id under `corrects`, or add the line; without it the correction counts by itself, with its own date and booking",
    ),
};

pub(super) const CREDIT_ABOVE_LINE: Both = Both {
    nl: (
        "boekingsregel `{line}`: de correctie is {amount} hoger dan wat er van `{value}` over is",
        "controleer het bedrag en `corrects`; wat te veel is, telt als losse correctie met de datum en boeking van `{line}`",
    ),
    en: (
        "line `{line}`: the correction is {amount} more than what is left of `{value}`",
        "check the amount and `corrects`; the excess counts as a correction of no line in particular, with the date and booking of `{line}`",
    ),
};

pub(super) const CREDIT_RESTATES_YEAR: Both = Both {
    nl: (
        "boekingsregel `{line}` corrigeert `{value}` uit {year}: {amount} telt in {year}, zodat de afrekening van dat jaar verandert",
        "is {year} al verantwoord, meld de wijziging dan aan de verstrekker, of laat `corrects` leeg: dan telt de correctie in haar eigen jaar",
    ),
    en: (
        "line `{line}` corrects `{value}` of {year}: {amount} counts in {year}, so that the settlement of that year changes",
        "if {year} was accounted for already, tell the funder of the change, or leave `corrects` empty: the correction then counts in its own year",
    ),
};

pub(super) const OUTSIDE_FLOW: Both = Both {
    nl: (
        "{year}: `least-refund` is opgelost zonder {causes} en daarna daaraan aangepast; terugbetaling en eigen middelen kunnen samen hoogstens {amount} lager zijn",
        "bij € 0 is het verlies het laagst mogelijke; bekijk anders of een andere boeking van de grootste boekingsregels minder verlies geeft",
    ),
    en: (
        "{year}: `least-refund` was solved without {causes}, and repaired after; refund and own funds together could be at most {amount} lower",
        "at € 0.00 the loss is the least possible; otherwise see whether another booking of the largest lines loses less",
    ),
};

pub(super) const STEP_DIMENSION_MISSING: Both = Both {
    nl: (
        "stap {step} kijkt naar kolom `{dimension}`, die geen enkele boekingsregel heeft",
        "voeg de kolom toe aan de boekingsregels, of verbeter de naam in de stap",
    ),
    en: (
        "step {step} looks at column `{dimension}`, which no line has",
        "add the column to the cost lines, or correct its name in the step",
    ),
};

pub(super) const JUDGED_DIMENSION_MISSING: Both = Both {
    nl: (
        "subsidie `{grant}`: wat als subsidiabel is beoordeeld of aangenomen, kijkt naar kolom `{dimension}`, die geen enkele boekingsregel heeft",
        "voeg de kolom toe aan de boekingsregels, of verbeter de naam in het oordeel of de aanname",
    ),
    en: (
        "grant `{grant}`: what was judged or assumed to be eligible looks at column `{dimension}`, which no line has",
        "add the column to the cost lines, or correct its name in the judgement or the assumption",
    ),
};

pub(super) const BOOKINGS_FOLDED: Both = Both {
    nl: (
        "{year}: `least-refund` in stap {step} zou {count} wegen van kosten naar subsidies hebben, meer dan {most}; kosten die alleen in hun boeking verschillen, telden samen",
        "voor terugbetaling en eigen middelen maakt dat niet uit, maar er kan meer zijn verplaatst dan nodig; beperk de stap met `grants` of `only`",
    ),
    en: (
        "{year}: `least-refund` in step {step} would have {count} ways from costs to grants, more than {most}; costs that differ in their booking alone counted together",
        "for refund and own funds that makes no difference, but more may be moved than is needed; limit the step with `grants` or `only`",
    ),
};

pub(super) const TOO_MANY_TO_SOLVE: Both = Both {
    nl: (
        "{year}: `least-refund` in stap {step} zou {count} wegen van kosten naar subsidies hebben, meer dan {most}; de stap volgde de volgorde van de subsidies, zonder bewijs",
        "er kan minder verlies mogelijk zijn; beperk de stap met `grants` of `only`, of verdeel de kosten over stappen",
    ),
    en: (
        "{year}: `least-refund` in step {step} would have {count} ways from costs to grants, more than {most}; the step went by the order of the grants, without proof",
        "less loss may be possible; limit the step with `grants` or `only`, or divide the costs over steps",
    ),
};

pub(super) const INCOME_OFF_NOTHING: Both = Both {
    nl: (
        "regel `{line}`: {amount} aan inkomsten of bijdragen gaat bij subsidie `{grant}` van geen kosten af",
        "geef de regel dezelfde kenmerken als de kosten waarbij zij hoort: onderdeel, jaarschijf en wat plafonds en subsidiabele kosten bepalen; meer inkomsten dan kosten blijven eigen middelen",
    ),
    en: (
        "line `{line}`: {amount} of income or contributions comes off no costs of grant `{grant}`",
        "give the line what the costs it belongs to have: part, tranche, and what ceilings and eligible costs look at; income above the costs stays own funds",
    ),
};

pub(super) const UNITS_ABOVE_MOST: Both = Both {
    nl: (
        "subsidie `{grant}`: in {year} zijn meer `{unit}` gerealiseerd dan de verlening toelaat; {amount} levert niets op",
        "vraag om een hogere verlening, of verbeter `units` bij de jaarschijf",
    ),
    en: (
        "grant `{grant}`: in {year} more `{unit}` were realised than the award is for; {amount} of it earns nothing",
        "ask for a higher award, or correct `units` of the tranche",
    ),
};

pub(super) const PAID_BY_EXCLUSIVE_GRANT: Both = Both {
    nl: (
        "regel `{line}`: subsidie `{grant}` mag niet meebetalen aan een regel die `{other}` betaalt; {amount} blijft voor eigen rekening",
        "boek de regel op één van beide",
    ),
    en: (
        "line `{line}`: grant `{grant}` may not pay for a line that `{other}` pays; {amount} stays on own funds",
        "book the line on one of the two",
    ),
};

pub(super) const QUANTITY_OUTSIDE_WINDOW: Both = Both {
    nl: (
        "subsidie `{grant}`: `{unit}` van {date} valt buiten elke bestedingsperiode en levert niets op",
        "verbeter de datum, of spreek met de verstrekker een langere periode af",
    ),
    en: (
        "grant `{grant}`: `{unit}` of {date} lies outside every spending window and earns nothing",
        "correct the date, or agree on a longer window with the funder",
    ),
};
