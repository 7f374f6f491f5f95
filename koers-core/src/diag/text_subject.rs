//! The texts about what is to be explained, in both languages.

use super::text_steps::Both;

pub(super) const UNKNOWN_SUBJECT: Both = Both {
    nl: (
        "`{value}` is niet in het dossier, en kan dus niet worden uitgelegd",
        "<bedoelde u `{near}`? >noem het id van een subsidie of regel, `refund`, `carry_over`, `own_funds`, of een kolom met een waarde, zoals `theme=Ouderen`",
    ),
    en: (
        "`{value}` is not in the dossier, so there is nothing to explain",
        "<did you mean `{near}`? >name the id of a grant or a line, `refund`, `carry_over`, `own_funds`, or a column with a value, such as `theme=Ouderen`",
    ),
};

pub(super) const UNKNOWN_BOOK_YEAR: Both = Both {
    nl: (
        "{year} is geen boekjaar van het dossier",
        "kies een van de boekjaren: {known}",
    ),
    en: (
        "{year} is no book year of the dossier",
        "choose one of the book years: {known}",
    ),
};

pub(super) const NO_WHY_NOT: Both = Both {
    nl: (
        "van `{value}` is niet te zeggen waarom het niet is betaald",
        "vraag het van een regel, van `own_funds`, van een subsidie of van `refund`",
    ),
    en: (
        "of `{value}` it can't be said why it was not paid",
        "ask it of a line, of `own_funds`, of a grant or of `refund`",
    ),
};
