//! The Dutch texts: for each code what is the matter, and what to do.

use super::{
    Code, text_costs as costs, text_figures as figures, text_files as files,
    text_horizon as horizon, text_receipt as receipt, text_steps as steps, text_subject as subject,
    text_years as years,
};

/// Message and help. Without a wildcard, so that a code without text doesn't compile.
#[expect(clippy::too_many_lines, reason = "one table, one row per code")]
pub(super) fn text(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::MissingFile => files::MISSING_FILE.nl,
        Code::UnreadableFile => files::UNREADABLE_FILE.nl,
        Code::UndecodableBytes => files::UNDECODABLE_BYTES.nl,
        Code::EmptyTable => files::EMPTY_TABLE.nl,
        Code::FileNameNotAllowed => files::FILE_NAME_NOT_ALLOWED.nl,
        Code::TomlSyntax => files::TOML_SYNTAX.nl,
        Code::FieldCount => files::FIELD_COUNT.nl,
        Code::TooLarge => files::TOO_LARGE.nl,
        Code::MissingFolder => files::MISSING_FOLDER.nl,
        Code::UnclosedQuote => files::UNCLOSED_QUOTE.nl,
        Code::BrokenStream => files::BROKEN_STREAM.nl,
        Code::UnknownKey => (
            "sleutel `{key}` is onbekend",
            "<bedoelde u `{suggestion}`? >bekend zijn: {known}",
        ),
        Code::MissingKey => ("sleutel `{key}` ontbreekt", "vul `{key}` in"),
        Code::WrongType => (
            "`{key}` is van de verkeerde soort: {found}",
            "schrijf hier: {expected}",
        ),
        Code::UnknownValue => (
            "waarde `{value}` is hier niet toegestaan",
            "<bedoelde u `{suggestion}`? >toegestaan zijn: {known}",
        ),
        Code::NotAnAmount => (
            "`{value}` is geen bedrag",
            "schrijf een bedrag als `5326438.00` of `-25.50`, zonder euroteken; in een tabel geldt wat `decimal` en `thousands` zeggen",
        ),
        Code::TooManyDecimals => (
            "bedrag `{value}` heeft meer dan twee decimalen",
            "rond zelf af op hele centen; Koers rondt nooit ongemerkt af",
        ),
        Code::FloatAmount => (
            "bedrag `{value}` is een drijvendekommagetal, en dat kan geen centen precies bewaren",
            "schrijf het bedrag als tekst, tussen aanhalingstekens, of als geheel aantal euro's<; een kolom daarvan als {known}>",
        ),
        Code::AmountOutOfBounds => (
            "bedrag `{value}` is te groot",
            "controleer het bedrag; bedragen gaan tot 9.999.999.999.999.999,99",
        ),
        Code::ImpossibleDate => (
            "`{value}` is geen bestaande datum of periode",
            "schrijf een datum als `2024-12-31` of `31-12-2024`, een periode als `2024`, `2024-Q4` of `2024-12`, van 1900 tot en met 2199",
        ),
        Code::NegativeAmount => (
            "`{key}` is negatief: {amount}",
            "vul hier nul of een positief bedrag in",
        ),
        Code::MalformedId => (
            "`{value}` kan geen id zijn",
            "gebruik letters, cijfers, punt, liggend streepje en koppelteken, beginnend met een letter of cijfer, hoogstens 64 tekens; een regel mag elk zichtbaar teken hebben, hoogstens 200",
        ),
        Code::MalformedPercentage => (
            "`{value}` is geen percentage tussen 0 en 100",
            "schrijf het als tekst met procentteken, zoals `\"17.5 %\"`, met hoogstens vier decimalen",
        ),
        Code::MissingColumn => (
            "kolom `{column}` ontbreekt",
            "voeg de kolom toe, of wijs bij `columns` aan hoe ze in het bestand heet; gevonden zijn: {found}; klopt het scheidingsteken (`delimiter`) niet, stel dat dan in bij `[tables]`",
        ),
        Code::DuplicateColumn => (
            "kolom `{column}` komt twee keer voor",
            "geef elke kolom een eigen naam",
        ),
        Code::ReservedColumn => (
            "kolom `{column}` wordt in deze versie nog niet ondersteund",
            "laat de kolom weg, of geef haar een andere naam als ze iets anders betekent",
        ),
        Code::MalformedBooking => (
            "`{value}` is geen geldige boeking",
            "schrijf één subsidie (`iza`), aandelen die samen 100 % zijn (`iza:60%;gala15:40%`), of bedragen met precies één rest (`iza:4161;gala15:rest`)",
        ),
        Code::UnsupportedFormat => (
            "formaat `{value}` wordt niet ondersteund",
            "schrijf `format = 1`, of gebruik een nieuwere versie van Koers",
        ),
        Code::OutsideBookYears => (
            "<cijfer `{figure}`: >`{value}` valt buiten de boekjaren van het dossier: {years}",
            "verbeter de periode, of voeg het jaar toe aan `years`",
        ),
        Code::TooMany => (
            "te veel {what}: meer dan {limit}",
            "splits het dossier, of laat weg wat niet nodig is",
        ),
        Code::MalformedText => (
            "de tekst van `{key}` is leeg, te lang of heeft onzichtbare tekens",
            "schrijf een korte tekst op één regel",
        ),
        Code::EmptyCell => (
            "kolom `{column}` is hier leeg",
            "vul deze kolom in elke rij in, of laat de rij weg",
        ),
        Code::ColumnType => (
            "kolom `{column}` is van het type {found}",
            "zet haar eerst om: naar {known}",
        ),
        Code::DuplicateLine => (
            "regel `{id}` komt al eerder voor",
            "geef elke regel een eigen id, of voeg de twee samen",
        ),
        Code::DuplicateGrant => (
            "subsidie `{id}` komt al eerder voor",
            "geef elke subsidie een eigen id, en zet jaarschijven onder één subsidie",
        ),
        Code::DuplicateTranche => (
            "jaarschijf `{tranche}`< met onderdeel `{part}`> staat twee keer onder subsidie `{grant}`",
            "voeg de twee samen; een wijziging van het bedrag hoort bij `amendments`",
        ),
        Code::UnknownScheme => (
            "regeling `{value}` is onbekend",
            "<bedoelde u `{suggestion}`? >bekend zijn: {known}; een eigen regeling zet u in de map `schemes`",
        ),
        Code::UnknownGrant => (
            "<cijfer `{figure}`: >subsidie `{value}` staat niet in het dossier",
            "<bedoelde u `{suggestion}`? >verbeter het id, of voeg de subsidie toe<; bekend zijn: {known}>",
        ),
        Code::UnknownLine => (
            "<cijfer `{figure}`: >regel `{value}` staat niet in het dossier",
            "<bedoelde u `{suggestion}`? >verbeter het id, of voeg de regel toe aan de kosten",
        ),
        Code::NoVersionInForce => (
            "regeling `{scheme}` heeft geen versie die geldt op {date}",
            "controleer de datum en de peildatum (`as_of`), of voeg de versie toe aan de regeling",
        ),
        Code::UnknownPart => (
            "het onderdeel< `{value}`> ontbreekt of staat niet in de regeling",
            "<bedoelde u `{suggestion}`? >vul bij `part` een onderdeel van de regeling in<: {known}>; heeft ze er geen, laat `part` dan weg",
        ),
        Code::DatesReversed => (
            "{from} ligt na {until}",
            "draai de datums om, of verbeter er een",
        ),
        Code::SumOutOfBounds => (
            "alle bedragen samen zijn te groot om mee te rekenen",
            "controleer de bedragen; samen mogen ze tot 9.999.999.999.999.999,99 gaan",
        ),
        Code::DuplicateScheme => (
            "regeling `{value}` staat al in een ander bestand",
            "verwijder een van de twee, of geef haar een ander id",
        ),
        Code::NoWindow => (
            "de bestedingsperiode is onbekend: `{key}` ontbreekt",
            "de regeling neemt de periode over van de jaarschijf; vul daar `{key}` in",
        ),
        Code::InconsistentOpening => (
            "de beginstand klopt niet: {cause}",
            "neem saldo, ruimte en schuld over uit de vastgestelde jaarrekening van het vorige jaar",
        ),
        Code::BookingExceedsLine => (
            "de geboekte bedragen zijn samen {amount} hoger dan de regel",
            "verlaag een bedrag; een negatieve regel kan alleen in aandelen of op één subsidie worden geboekt",
        ),
        Code::UnknownTranche => (
            "jaarschijf `{value}` bestaat niet bij deze subsidie",
            "<bedoelde u `{suggestion}`? >noem jaarschijven van de subsidie zelf<: {known}>",
        ),
        Code::NegativeAward => (
            "na de wijzigingen is de verlening negatief: {amount}",
            "controleer het teken en de bedragen bij `amendments`",
        ),
        Code::EmptyAgreement => (
            "deze afspraak wijzigt niets",
            "vul `window` of `unspent` in, of verwijder de afspraak",
        ),
        Code::AgreementsClash => (
            "twee afspraken gaan over hetzelfde bij jaarschijf `{tranche}`",
            "laat per jaarschijf één afspraak over de bestedingsperiode en één over het overschot staan",
        ),
        Code::WindowOutsideScheme => (
            "de bestedingsperiode van de jaarschijf valt buiten die van de regeling< ({article})>",
            "neem `from` en `until` binnen de regeling; langer besteden kan alleen met een afspraak (`agreements`)",
        ),
        Code::RuleWithoutArticle => (
            "`{rule}` noemt geen artikel",
            "vul `article` in; alleen bij `status = \"agreement\"` mag dat ontbreken",
        ),
        Code::VersionOrder => (
            "de versie vanaf {date} begint niet later dan de vorige",
            "zet de versies op volgorde, elk met een eigen begindatum of met een latere `published`",
        ),
        Code::SchemeWithoutVersion => (
            "regeling `{scheme}` heeft geen enkele versie",
            "geef de regeling minstens één `[[versions]]`",
        ),
        Code::DraftScheme => (
            "subsidie `{grant}` is afgerekend met de conceptregeling `{scheme}`",
            "<niet verwerkt: {missing}; >beoordeel zelf wat de regeling verder voorschrijft",
        ),
        Code::WindowBeyondScheme => (
            "subsidie `{grant}`: in {year} rust ten hoogste {amount} op een afspraak om tot en met {until} te besteden; regeling `{scheme}` loopt tot en met {scheme_until}",
            "bewaar de schriftelijke afspraak bij het dossier, en vraag de verstrekker zo nodig om bevestiging",
        ),
        Code::AboveMaximum => (
            "subsidie `{grant}`: de verlening is {amount} hoger dan het maximum van {maximum}< ({article})>",
            "<let op: {note}; >controleer de beschikking en de versie van de regeling",
        ),
        Code::CarriedBeyondScheme => (
            "subsidie `{grant}`: eind {year} is {amount} overgeheveld boven wat regeling `{scheme}` toestaat ({article})",
            "leg de afspraak met de verstrekker vast, of betaal dit bedrag terug",
        ),
        Code::StaysOnOwnFunds => (
            "regel `{line}`: {amount} past niet bij subsidie `{grant}` en blijft voor eigen rekening: {rule}",
            "boek dit deel op een andere subsidie, of aanvaard dat het uit eigen middelen komt",
        ),
        Code::CreditsExceedCosts => (
            "regel `{line}`: creditnota's bij subsidie `{grant}` zijn {amount} hoger dan de kosten",
            "boek de creditnota bij de kosten waar ze bij hoort; het meerdere telt nu als eigen middelen",
        ),
        Code::RepaidAboveOwed => (
            "subsidie `{grant}`, jaarschijf `{tranche}`: in {year} is {amount} meer terugbetaald dan verschuldigd was",
            "controleer `repaid` en de beginstand, of vorder het bedrag terug",
        ),
        Code::PeriodStraddlesWindow => (
            "regel `{line}`: de periode loopt over een grens van subsidie `{grant}`; {amount} telt op {date}",
            "splits de regel op die grens, of geef de datum van de kosten",
        ),
        Code::PeriodStraddlesVersions => (
            "regel `{line}`: de periode loopt over twee versies van de regeling van subsidie `{grant}`; voor {amount} geldt de versie op {date}",
            "splits de regel op de datum waarop de nieuwe versie ingaat, of geef de datum van de kosten",
        ),
        Code::AwardBelowSpending => (
            "subsidie `{grant}`, jaarschijf `{tranche}`: in {year} is de verlening verlaagd of ingetrokken tot {amount} onder wat al is besteed",
            "overleg met de verstrekker of dit bedrag terug moet; nieuwe ruimte gaat er eerst vanaf",
        ),
        Code::MalformedQuantity => (
            "`{value}` is geen hoeveelheid",
            "schrijf een getal met een punt en hoogstens zes decimalen, zoals `31500` of `12.5`, als tekst of geheel getal, kleiner dan een biljoen; bij `units` niet negatief",
        ),
        Code::NoPrice => (
            "subsidie `{grant}`: de regeling heeft op {date} geen prijs voor `{unit}`",
            "verbeter de eenheid of de datum, of vul de prijs aan in de regeling",
        ),
        Code::PeriodStraddlesPrice => (
            "subsidie `{grant}`: de prijs van `{unit}` verandert op {date}, midden in deze periode",
            "splits de hoeveelheid op die datum",
        ),
        Code::VatAboveAmount => (
            "regel `{line}`: de compensabele btw van {amount} past niet in het bedrag van de regel",
            "vul van een kostenregel het deel in dat compensabele btw is, met hetzelfde teken; inkomsten en bijdragen hebben er geen",
        ),
        Code::EmptyCondition => (
            "hier wordt niets genoemd",
            "noem ten minste één waarde, of laat de hele sleutel weg",
        ),
        Code::VersionsOverlap => (
            "deze versie loopt tot en met {until}, maar de volgende begint al op {date}",
            "laat de versie eindigen vóór de volgende, of laat `until` weg",
        ),
        Code::VersionsGap => (
            "tussen {until} en {date} geldt geen enkele versie",
            "laat `until` weg als de regels bleven gelden; anders krijgen kosten in deze dagen geen regel",
        ),
        Code::RuleNeverApplies => (
            "regel `{rule}` kan nooit gelden: {cause}",
            "verbeter de regel of laat hem weg",
        ),
        Code::PercentageWithoutBase => (
            "bij `{rule}` staat niet waarvan het percentage wordt genomen",
            "voeg `of` toe, zoals `of = \"award\"` (van de verlening) of bij `share` `of = \"line\"` of `of = \"total\"`",
        ),
        Code::CeilingAboveAward => (
            "plafond `{ceiling}` van {limit} ligt boven de verlening van {amount} en begrenst dus niets",
            "verlaag het plafond of laat het weg",
        ),
        Code::CarryOverEndsTooSoon => (
            "overgeheveld geld mag tot en met {until} worden besteed, maar de afrekeneenheid zelf loopt tot en met {window}",
            "geef een latere datum; zo gaat alles toch terug",
        ),
        Code::WindowOutsideTerm => (
            "de bestedingsperiode past niet bij de looptijd: {cause}",
            "verbeter de periode, de versie of de afrekeneenheid",
        ),
        Code::PartsCycle => (
            "onderdeel `{value}` ligt via zijn groepen in zichzelf, of te diep",
            "laat `group` van elk onderdeel naar een hoger onderdeel wijzen, hoogstens 32 diep",
        ),
        Code::UnknownPartInRule => (
            "de regeling heeft geen onderdeel `{value}`",
            "<bedoelde u `{suggestion}`? >onderdelen zijn: {known}",
        ),
        Code::DuplicateName => (
            "`{value}` komt twee keer voor",
            "geef elk een eigen naam; twee prijzen van één eenheid krijgen elk een eigen `from`",
        ),
        Code::RuleWithoutExample => (
            "regel `{rule}` van de versie van {date} komt in geen voorbeeld voor",
            "voeg een voorbeeld toe (`[[examples]]`) waarin de regel iets bepaalt",
        ),
        Code::ExampleDiffers => (
            "voorbeeld `{example}`: in `{table}` wordt `{expected}` verwacht< en komt er `{found}` uit>",
            "reken het voorbeeld na; verbeter het voorbeeld of de regel",
        ),
        Code::AdvanceAboveWhole => (
            "de voorschotten zijn samen meer dan 100 %",
            "verbeter de percentages",
        ),
        Code::EarnedAboveRoom => costs::EARNED_ABOVE_ROOM.nl,
        Code::DimensionMissing => costs::DIMENSION_MISSING.nl,
        Code::ShareOnOwnFunds => costs::SHARE_ON_OWN_FUNDS.nl,
        Code::QuantityOutsideWindow => steps::QUANTITY_OUTSIDE_WINDOW.nl,
        Code::PaidByExclusiveGrant => steps::PAID_BY_EXCLUSIVE_GRANT.nl,
        Code::LineOfUnknownPart => costs::LINE_OF_UNKNOWN_PART.nl,
        Code::VatNotDeducted => costs::VAT_NOT_DEDUCTED.nl,
        Code::UnitsAboveMost => steps::UNITS_ABOVE_MOST.nl,
        Code::IncomeOffNothing => steps::INCOME_OFF_NOTHING.nl,
        Code::BadCorrection => steps::BAD_CORRECTION.nl,
        Code::NoWeights => steps::NO_WEIGHTS.nl,
        Code::WeightMissing => steps::WEIGHT_MISSING.nl,
        Code::CorrectsUnknownLine => steps::CORRECTS_UNKNOWN_LINE.nl,
        Code::CreditAboveLine => steps::CREDIT_ABOVE_LINE.nl,
        Code::CreditRestatesYear => steps::CREDIT_RESTATES_YEAR.nl,
        Code::OutsideFlow => steps::OUTSIDE_FLOW.nl,
        Code::StepDimensionMissing => steps::STEP_DIMENSION_MISSING.nl,
        Code::JudgedDimensionMissing => steps::JUDGED_DIMENSION_MISSING.nl,
        Code::DeclaredRowDiffers => years::DECLARED_ROW_DIFFERS.nl,
        Code::DeclaredRowRounded => years::DECLARED_ROW_ROUNDED.nl,
        Code::DeclaredTotalDiffers => years::DECLARED_TOTAL_DIFFERS.nl,
        Code::DeclaredTotalRounded => years::DECLARED_TOTAL_ROUNDED.nl,
        Code::DeclaredOpeningDiffers => years::DECLARED_OPENING_DIFFERS.nl,
        Code::DeclaredRollForwardDiffers => years::DECLARED_ROLL_FORWARD_DIFFERS.nl,
        Code::BookingsFolded => steps::BOOKINGS_FOLDED.nl,
        Code::HorizonOutside => horizon::HORIZON_OUTSIDE.nl,
        Code::HorizonUnproven => horizon::HORIZON_UNPROVEN.nl,
        Code::HorizonIsChain => horizon::HORIZON_IS_CHAIN.nl,
        Code::HorizonTooMany => horizon::HORIZON_TOO_MANY.nl,
        Code::AsOfOutside => horizon::AS_OF_OUTSIDE.nl,
        Code::BudgetEnds => horizon::BUDGET_ENDS.nl,
        Code::UnknownSubject => subject::UNKNOWN_SUBJECT.nl,
        Code::UnknownBookYear => subject::UNKNOWN_BOOK_YEAR.nl,
        Code::NoWhyNot => subject::NO_WHY_NOT.nl,
        Code::ThroughOutside => horizon::THROUGH_OUTSIDE.nl,
        Code::TooManyToSolve => steps::TOO_MANY_TO_SOLVE.nl,
        Code::CarriedByNobody => years::CARRIED_BY_NOBODY.nl,
        Code::NotPrintable => years::NOT_PRINTABLE.nl,
        Code::UnwritableFile => years::UNWRITABLE_FILE.nl,
        Code::ClosedYearChanges => years::CLOSED_YEAR_CHANGES.nl,
        Code::CreditOfClosedYear => years::CREDIT_OF_CLOSED_YEAR.nl,
        Code::ClosedOutOfOrder => years::CLOSED_OUT_OF_ORDER.nl,
        Code::OpeningDiffers => years::OPENING_DIFFERS.nl,
        Code::UnprintableText => years::UNPRINTABLE_TEXT.nl,
        Code::DeclaredNotation => years::DECLARED_NOTATION.nl,
        Code::DuplicateFigure => figures::DUPLICATE_FIGURE.nl,
        Code::UnknownFigure => figures::UNKNOWN_FIGURE.nl,
        Code::SumInItself => figures::SUM_IN_ITSELF.nl,
        Code::MalformedScope => figures::MALFORMED_SCOPE.nl,
        Code::MalformedSum => figures::MALFORMED_SUM.nl,
        Code::MeasureOfScope => figures::MEASURE_OF_SCOPE.nl,
        Code::ScopeOfNothing => figures::SCOPE_OF_NOTHING.nl,
        Code::DeclaredFigureDiffers => figures::DECLARED_FIGURE_DIFFERS.nl,
        Code::DeclaredSumDiffers => figures::DECLARED_SUM_DIFFERS.nl,
        Code::DeclaredBeyondScheme => figures::DECLARED_BEYOND_SCHEME.nl,
        Code::NothingBehindFigure => figures::NOTHING_BEHIND_FIGURE.nl,
        Code::UnknownFunding => figures::UNKNOWN_FUNDING.nl,
        Code::NamedOnly => figures::NAMED_ONLY.nl,
        Code::GrantLeftOut => figures::GRANT_LEFT_OUT.nl,
        Code::DocumentsDiffer => figures::DOCUMENTS_DIFFER.nl,
        Code::NotAReceipt => receipt::NOT_A_RECEIPT.nl,
        Code::ReceiptContradicts => receipt::RECEIPT_CONTRADICTS.nl,
        Code::ReceiptOfOtherVersion => receipt::RECEIPT_OF_OTHER_VERSION.nl,
        Code::ReceiptDossierDiffers => receipt::RECEIPT_DOSSIER_DIFFERS.nl,
        Code::ReceiptSchemeDiffers => receipt::RECEIPT_SCHEME_DIFFERS.nl,
        Code::ReceiptSchemeNotUsed => receipt::RECEIPT_SCHEME_NOT_USED.nl,
        Code::ReceiptSchemeNotStated => receipt::RECEIPT_SCHEME_NOT_STATED.nl,
        Code::ReceiptRowsDiffer => receipt::RECEIPT_ROWS_DIFFER.nl,
        Code::ReceiptDidNotAssume => receipt::RECEIPT_DID_NOT_ASSUME.nl,
        Code::ReceiptTotalDiffers => receipt::RECEIPT_TOTAL_DIFFERS.nl,
        Code::ReceiptTableDiffers => receipt::RECEIPT_TABLE_DIFFERS.nl,
        Code::ReceiptCertificateDiffers => receipt::RECEIPT_CERTIFICATE_DIFFERS.nl,
        Code::ReceiptSolvesMore => receipt::RECEIPT_SOLVES_MORE.nl,
        Code::MoreFindings => (
            "er zijn nog {count} bevindingen, die niet zijn bewaard",
            "los eerst de bevindingen op die wel zijn bewaard",
        ),
        Code::Internal => (
            "Koers zelf heeft een fout gemaakt; er is geen uitkomst",
            "meld dit met het dossier of een kleiner voorbeeld aan de makers van Koers",
        ),
    }
}
