//! The texts about declared figures, in both languages.

use super::text_steps::Both;

pub(super) const DUPLICATE_FIGURE: Both = Both {
    nl: (
        "cijfer `{key}` staat er twee keer",
        "geef elk cijfer een eigen `key`",
    ),
    en: (
        "figure `{key}` is there twice",
        "give each figure a `key` of its own",
    ),
};

pub(super) const UNKNOWN_FIGURE: Both = Both {
    nl: (
        "cijfer `{key}` telt `{value}` op, en dat cijfer is er niet",
        "noem bij `sum_of` de `key` van een ander cijfer in deze tabel",
    ),
    en: (
        "figure `{key}` adds up `{value}`, which is not there",
        "name under `sum_of` the `key` of another figure of this table",
    ),
};

pub(super) const SUM_IN_ITSELF: Both = Both {
    nl: (
        "cijfer `{key}` telt via andere cijfers zichzelf op",
        "haal uit `sum_of` wat in een kring verwijst",
    ),
    en: (
        "figure `{key}` adds up itself, by way of others",
        "take out of `sum_of` what refers in a circle",
    ),
};

pub(super) const MALFORMED_SCOPE: Both = Both {
    nl: (
        "`{value}` zegt niet waarover het cijfer gaat",
        "schrijf `total`, of voorwaarden zoals `theme=Ouderen&grant=iza`, elke kolom één keer",
    ),
    en: (
        "`{value}` doesn't say what the figure is about",
        "write `total`, or conditions such as `theme=Ouderen&grant=iza`, each column once",
    ),
};

pub(super) const MALFORMED_SUM: Both = Both {
    nl: (
        "`{value}` is geen optelling",
        "schrijf sleutels met hun teken en een spatie ertussen, zoals `+a +b -c`",
    ),
    en: (
        "`{value}` is no sum",
        "write keys with their sign and a blank between them, such as `+a +b -c`",
    ),
};

pub(super) const MEASURE_OF_SCOPE: Both = Both {
    nl: (
        "`{measure}` bestaat niet voor `{value}`",
        "kies een andere `measure`, of een `scope` die zij wel kan hebben: regels hebben geen ontvangst, en jaarschijven geen begroting",
    ),
    en: (
        "`{measure}` can't be asked of `{value}`",
        "choose another `measure`, or a `scope` that can have it: lines have no receipts, and tranches no budget",
    ),
};

pub(super) const SCOPE_OF_NOTHING: Both = Both {
    nl: (
        "cijfer `{key}` gaat over `{value}`, en dat komt in het dossier niet voor; het is niet vergeleken",
        "controleer de namen van kolommen en waarden",
    ),
    en: (
        "figure `{key}` is about `{value}`, which the dossier doesn't have; it was not compared",
        "check the names of columns and values",
    ),
};

pub(super) const DECLARED_FIGURE_DIFFERS: Both = Both {
    nl: (
        "cijfer `{key}` is {stated}, de jaarafrekening heeft {computed}; het verschil is {amount}, waarvan onverklaard {rest}",
        "bekijk de aansluiting, en verbeter het cijfer of het dossier",
    ),
    en: (
        "figure `{key}` is {stated}, the settlement has {computed}; the difference is {amount}, of which unexplained {rest}",
        "look at the bridge, and correct the figure or the dossier",
    ),
};

pub(super) const DECLARED_SUM_DIFFERS: Both = Both {
    nl: (
        "cijfer `{key}` is {stated}, maar de som ervan is {computed}; het verschil is {amount}",
        "zoek het cijfer dat in de som ontbreekt, er dubbel in zit of fout is overgenomen",
    ),
    en: (
        "figure `{key}` is {stated}, but its sum is {computed}; the difference is {amount}",
        "look for the figure that the sum lacks, has twice or has wrong",
    ),
};

pub(super) const DECLARED_BEYOND_SCHEME: Both = Both {
    nl: (
        "cijfer `{key}` hevelt van subsidie `{grant}` meer over dan de regeling toestaat: {amount} rust in {year} op een afspraak",
        "controleer de afspraak; de voorwaarden van de ontvanger kunnen andere zijn dan die van de regeling",
    ),
    en: (
        "figure `{key}` carries over more of grant `{grant}` than its scheme allows: {amount} rests in {year} on an agreement",
        "check the agreement; the conditions of the holder may be others than those of the scheme",
    ),
};

pub(super) const NOTHING_BEHIND_FIGURE: Both = Both {
    nl: (
        "achter cijfer `{key}` van {amount} staat geen subsidie: {refund} terug en {carry_over} overheveling zijn al het hele saldo van {balance}",
        "zoek waaruit dit geld bestaat; uit deze subsidies komt het niet",
    ),
    en: (
        "no grant stands behind figure `{key}` of {amount}: refund of {refund} and carry-over of {carry_over} already are the whole balance of {balance}",
        "look for what this money is; it doesn't come from these grants",
    ),
};

pub(super) const UNKNOWN_FUNDING: Both = Both {
    nl: (
        "`{value}` zegt niet hoe bekend is wie de regel betaalt",
        "<bedoelde u `{suggestion}`? >bekend zijn: {known}",
    ),
    en: (
        "`{value}` doesn't say how it is known who pays the line",
        "<did you mean `{suggestion}`? >known: {known}",
    ),
};

pub(super) const NAMED_ONLY: Both = Both {
    nl: (
        "rij `{key}` zegt met `named` alleen dat een subsidie wordt genoemd; daar hoort één subsidie bij, en geen bedrag",
        "vul alleen `scope` in, zoals `grant=iza`; een bedrag staat in een rij met `figure` of `statement`",
    ),
    en: (
        "row `{key}` says with `named` only that a grant is named; that takes one grant, and no amount",
        "fill in but `scope`, as in `grant=iza`; an amount stands in a row with `figure` or `statement`",
    ),
};

pub(super) const GRANT_LEFT_OUT: Both = Both {
    nl: (
        "subsidie `{grant}` ontbreekt in de opsomming van subsidies< in `{document}`><; de jaarafrekening heeft er in {year} {amount} van><; wel genoemd in `{documents}`>",
        "vul de subsidie aan, of zoek na waarom zij er niet bij staat: het totaal kan haar wel bevatten",
    ),
    en: (
        "grant `{grant}` is missing where grants are listed< in `{document}`><; the settlement has {amount} of it in {year}><; told in `{documents}`>",
        "add the grant, or find out why it isn't there: the total may well have it",
    ),
};

pub(super) const DOCUMENTS_DIFFER: Both = Both {
    nl: (
        "cijfer `{key}` is {stated}, en `{value}` uit een ander stuk {computed}; het verschil is {amount}",
        "zoek uit welk stuk het goed heeft, en verbeter het andere",
    ),
    en: (
        "figure `{key}` is {stated}, and `{value}` of another document {computed}; the difference is {amount}",
        "find out which document has it right, and correct the other",
    ),
};
