//! The texts about years to come and years that are planned together, in both languages.

use super::text_steps::Both;

pub(super) const HORIZON_OUTSIDE: Both = Both {
    nl: (
        "de jaren zijn samen gepland<, zonder {causes},> en daarna jaar voor jaar verrekend; terugbetaling en eigen middelen kunnen samen hoogstens {amount} lager zijn",
        "bij € 0 is het verlies het laagst mogelijke; leg anders de grootste boekingsregels vast en vergelijk",
    ),
    en: (
        "the years were planned together<, without {causes},> and then settled one by one; refund and own funds together could be at most {amount} lower",
        "at € 0.00 the loss is the least possible; otherwise fix the largest lines and compare",
    ),
};

pub(super) const HORIZON_UNPROVEN: Both = Both {
    nl: (
        "de jaren zijn samen gepland, maar wat {causes} over de jaren doet, staat niet in dat plan; hoeveel lager het verlies kan zijn, is niet bekend",
        "vergelijk met andere boekingen; het plan is nooit slechter dan de jaren één voor één",
    ),
    en: (
        "the years were planned together, but what {causes} does over the years is not in that plan; how much lower the loss can be is not known",
        "compare with other bookings; the plan is never worse than the years one by one",
    ),
};

pub(super) const HORIZON_IS_CHAIN: Both = Both {
    nl: (
        "het plan van alle jaren samen verliest {computed}, de jaren één voor één {amount}; daarom gelden die, of er vervalt dan minder",
        "bekijk de andere bevindingen over het plan: een regel die er niet in past, is de oorzaak",
    ),
    en: (
        "the plan of all years together loses {computed}, the years one by one {amount}; so these stand, or less is left to lapse by them",
        "see the other findings about the plan: a rule that does not fit in it is the cause",
    ),
};

pub(super) const HORIZON_TOO_MANY: Both = Both {
    nl: (
        "alle jaren samen hebben {count} wegen van kosten naar subsidies, meer dan {most}; zij zijn één voor één verrekend",
        "neem minder jaren, of subsidies waaraan minder kosten kunnen worden toegerekend",
    ),
    en: (
        "all years together have {count} ways from costs to grants, more than {most}; they were settled one by one",
        "take fewer years, or grants for which fewer costs are eligible",
    ),
};

pub(super) const AS_OF_OUTSIDE: Both = Both {
    nl: (
        "peildatum {date} kan niet: zij ligt van {from} tot en met {until}",
        "kies een dag van de laatste boekingsregel, en na wat gesloten is, tot en met het einde van het laatste boekjaar",
    ),
    en: (
        "as-of date {date} can't be: it lies from {from} up to and including {until}",
        "choose a day from the last cost line, and from the end of what is closed, to the end of the last book year",
    ),
};

pub(super) const THROUGH_OUTSIDE: Both = Both {
    nl: (
        "laatste jaar {year} kan niet: een verwachting loopt tot en met een jaar van {from} tot en met {until}",
        "kies een later jaar dan wat al bekend is, en hoogstens 25 jaar na het laatste boekjaar",
    ),
    en: (
        "last year {year} can't be: a forecast ends with a year from {from} up to and including {until}",
        "choose a year that is not settled yet, at most 25 after the last book year",
    ),
};

pub(super) const BUDGET_ENDS: Both = Both {
    nl: (
        "de begroting heeft geen rijen na {date}; voor daarna zijn geen kosten verwacht",
        "zet in `budget.csv` wat voor latere jaren is begroot, of reken met het tempo tot nu toe (`run-rate`)",
    ),
    en: (
        "the budget has no rows after {date}; no costs are expected after that",
        "put in `budget.csv` what is budgeted for later years, or go by the rate so far (`run-rate`)",
    ),
};
