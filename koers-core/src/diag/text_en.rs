//! The English texts: for each code what is the matter, and what to do.

use super::{
    Code, text_costs as costs, text_figures as figures, text_files as files,
    text_horizon as horizon, text_receipt as receipt, text_steps as steps, text_subject as subject,
    text_years as years,
};

/// Message and help. Without a wildcard, so that a code without text doesn't compile.
#[expect(clippy::too_many_lines, reason = "one table, one row per code")]
pub(super) fn text(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::MissingFile => files::MISSING_FILE.en,
        Code::UnreadableFile => files::UNREADABLE_FILE.en,
        Code::UndecodableBytes => files::UNDECODABLE_BYTES.en,
        Code::EmptyTable => files::EMPTY_TABLE.en,
        Code::FileNameNotAllowed => files::FILE_NAME_NOT_ALLOWED.en,
        Code::TomlSyntax => files::TOML_SYNTAX.en,
        Code::FieldCount => files::FIELD_COUNT.en,
        Code::TooLarge => files::TOO_LARGE.en,
        Code::MissingFolder => files::MISSING_FOLDER.en,
        Code::UnclosedQuote => files::UNCLOSED_QUOTE.en,
        Code::BrokenStream => files::BROKEN_STREAM.en,
        Code::UnknownKey => (
            "key `{key}` is unknown",
            "<did you mean `{suggestion}`? >known are: {known}",
        ),
        Code::MissingKey => ("key `{key}` is missing", "fill in `{key}`"),
        Code::WrongType => (
            "`{key}` is of the wrong kind: {found}",
            "write here: {expected}",
        ),
        Code::UnknownValue => (
            "value `{value}` is unknown",
            "<did you mean `{suggestion}`? >allowed are: {known}",
        ),
        Code::NotAnAmount => (
            "`{value}` is not an amount",
            "write an amount as `5326438.00` or `-25.50`, without a euro sign; other signs for decimals and thousands are set per table",
        ),
        Code::TooManyDecimals => (
            "amount `{value}` has more than two decimals",
            "round it to whole cents yourself; Koers never rounds silently",
        ),
        Code::FloatAmount => (
            "amount `{value}` is a floating-point number, which can't hold cents exactly",
            "write the amount as text, between quotes, or as a whole number of euros<; a column of them as {known}>",
        ),
        Code::AmountOutOfBounds => (
            "amount `{value}` is too large",
            "check the amount; amounts go up to 9,999,999,999,999,999.99",
        ),
        Code::ImpossibleDate => (
            "`{value}` is not an existing date or period",
            "write a date as `2024-12-31` or `31-12-2024`, a period as `2024`, `2024-Q4` or `2024-12`, from 1900 up to and including 2199",
        ),
        Code::NegativeAmount => (
            "`{key}` is negative: {amount}",
            "give zero or a positive amount",
        ),
        Code::MalformedId => (
            "`{value}` can't be an id",
            "use letters, digits, full stop, underscore and hyphen, starting with a letter or digit, at most 64 characters; a line may have any visible character, at most 200",
        ),
        Code::MalformedPercentage => (
            "`{value}` is not a percentage between 0 and 100",
            "write it as text with a percent sign, such as `\"17.5 %\"`, with at most four decimals",
        ),
        Code::MissingColumn => (
            "column `{column}` is missing",
            "add the column, or say under `columns` what the file calls it; found are: {found}",
        ),
        Code::DuplicateColumn => (
            "column `{column}` occurs twice",
            "give each column a name of its own",
        ),
        Code::ReservedColumn => (
            "column `{column}` is not supported in this version yet",
            "leave the column out, or rename it if it means something else",
        ),
        Code::MalformedBooking => (
            "`{value}` is not a valid booking",
            "write one grant (`iza`), shares that add up to 100 % (`iza:60%;gala15:40%`), or amounts with exactly one rest (`iza:4161;gala15:rest`)",
        ),
        Code::UnsupportedFormat => (
            "format `{value}` is not supported",
            "write `format = 1`, or use a newer version of Koers",
        ),
        Code::OutsideBookYears => (
            "<figure `{figure}`: >`{value}` lies outside the book years of the dossier: {years}",
            "correct the period, or add the year to `years`",
        ),
        Code::TooMany => (
            "too many {what}: more than {limit}",
            "split the dossier, or leave out what isn't needed",
        ),
        Code::MalformedText => (
            "the text of `{key}` is empty, too long or has invisible characters",
            "write a short text on one line",
        ),
        Code::EmptyCell => (
            "column `{column}` is empty here",
            "fill this column in every row, or leave out the row",
        ),
        Code::ColumnType => (
            "column `{column}` is of type {found}",
            "convert it before: to {known}",
        ),
        Code::DuplicateLine => (
            "line `{id}` occurs twice",
            "give each line an id of its own, or merge the two",
        ),
        Code::DuplicateGrant => (
            "grant `{id}` occurs twice",
            "give each grant an id of its own, and put tranches under one grant",
        ),
        Code::DuplicateTranche => (
            "tranche `{tranche}`< with part `{part}`> occurs twice under grant `{grant}`",
            "merge the two; a change of the amount belongs under `amendments`",
        ),
        Code::UnknownScheme => (
            "scheme `{value}` is unknown",
            "<did you mean `{suggestion}`? >known are: {known}; a scheme of your own goes in the folder `schemes`",
        ),
        Code::UnknownGrant => (
            "<figure `{figure}`: >grant `{value}` is not in the dossier",
            "<did you mean `{suggestion}`? >correct the id, or add the grant<; known are: {known}>",
        ),
        Code::UnknownLine => (
            "<figure `{figure}`: >line `{value}` is not in the dossier",
            "<did you mean `{suggestion}`? >correct the id, or add the line to the costs",
        ),
        Code::NoVersionInForce => (
            "scheme `{scheme}` has no version in force on {date}",
            "check the date and `as_of`, or add the version to the scheme",
        ),
        Code::UnknownPart => (
            "the part< `{value}`> is missing or not in the scheme",
            "<did you mean `{suggestion}`? >give a part of the scheme as `part`<: {known}>; if it has none, leave `part` out",
        ),
        Code::DatesReversed => (
            "{from} lies after {until}",
            "swap the dates, or correct one of them",
        ),
        Code::SumOutOfBounds => (
            "all amounts together are too large to compute with",
            "check the amounts; together they may go up to 9,999,999,999,999,999.99",
        ),
        Code::DuplicateScheme => (
            "scheme `{value}` is in two files",
            "remove one of the two, or give it another id",
        ),
        Code::NoWindow => (
            "the spending window is unknown: `{key}` is missing",
            "the scheme takes the window from the tranche; fill in `{key}` there",
        ),
        Code::InconsistentOpening => (
            "the opening contradicts itself: {cause}",
            "take balance, room and owed from the adopted accounts of the year before",
        ),
        Code::BookingExceedsLine => (
            "the booked amounts together exceed the line by {amount}",
            "lower an amount, or write `rest` for one grant",
        ),
        Code::UnknownTranche => (
            "this grant has no tranche `{value}`",
            "<did you mean `{suggestion}`? >name tranches of the grant itself<: {known}>",
        ),
        Code::NegativeAward => (
            "after the amendments the award is negative: {amount}",
            "check the signs and amounts under `amendments`",
        ),
        Code::EmptyAgreement => (
            "this agreement changes nothing",
            "fill in `window` or `unspent`, or remove the agreement",
        ),
        Code::AgreementsClash => (
            "two agreements cover the same matter for tranche `{tranche}`",
            "keep one agreement per tranche on the spending window and one on unspent money",
        ),
        Code::WindowOutsideScheme => (
            "the spending window of the tranche lies outside that of the scheme< ({article})>",
            "keep `from` and `until` inside the scheme's; spending later takes an agreement (`agreements`)",
        ),
        Code::RuleWithoutArticle => (
            "rule `{rule}` cites no article",
            "fill in `article`; only with `status = \"agreement\"` may it be left out",
        ),
        Code::VersionOrder => (
            "the version from {date} starts no later than the one before",
            "put the versions in order, each with a first day of its own or a later `published`",
        ),
        Code::SchemeWithoutVersion => (
            "scheme `{scheme}` has no version at all",
            "give the scheme at least one `[[versions]]`",
        ),
        Code::DraftScheme => (
            "grant `{grant}` was settled by the draft scheme `{scheme}`",
            "<not modelled: {missing}; >judge for yourself what else the scheme prescribes",
        ),
        Code::WindowBeyondScheme => (
            "grant `{grant}`: in {year} {amount} rests on an agreement to spend until {until}; scheme `{scheme}` ends on {scheme_until}",
            "keep the written agreement with the dossier, and ask the funder to confirm it if need be",
        ),
        Code::AboveMaximum => (
            "grant `{grant}`: the award is {amount} above the maximum of {maximum}< ({article})>",
            "<note: {note}; >check the award letter and the version of the scheme",
        ),
        Code::CarriedBeyondScheme => (
            "grant `{grant}`: at the end of {year} {amount} is carried over beyond what scheme `{scheme}` allows ({article})",
            "put the agreement with the funder in writing, or pay this amount back",
        ),
        Code::StaysOnOwnFunds => (
            "line `{line}`: {amount} doesn't fit grant `{grant}` and stays on own funds: {rule}",
            "book this part on another grant, or accept that own funds pay for it",
        ),
        Code::CreditsExceedCosts => (
            "line `{line}`: credit notes of grant `{grant}` are {amount} above the costs",
            "book the credit note with the costs it belongs to; the excess now counts as own funds",
        ),
        Code::RepaidAboveOwed => (
            "grant `{grant}`, tranche `{tranche}`: in {year} {amount} more was repaid than was owed",
            "check `repaid` and the opening, or claim the amount back",
        ),
        Code::PeriodStraddlesWindow => (
            "line `{line}`: its period straddles an edge of grant `{grant}`; {amount} counts on {date}",
            "split the line at that edge, or give the date of the costs",
        ),
        Code::PeriodStraddlesVersions => (
            "line `{line}`: its period straddles two versions of the scheme of grant `{grant}`; the version on {date} holds for {amount}",
            "split the line at the day the new version starts, or give the date of the costs",
        ),
        Code::AwardBelowSpending => (
            "grant `{grant}`, tranche `{tranche}`: in {year} the award was lowered or withdrawn to {amount} below what was already spent",
            "ask the funder whether this amount must be paid back; new room is reduced by it first",
        ),
        Code::MalformedQuantity => (
            "`{value}` is not a quantity",
            "write a number with a point and at most six decimals, such as `31500` or `12.5`, as text or a whole number, below a million million; under `units` not negative",
        ),
        Code::NoPrice => (
            "grant `{grant}`: on {date} the scheme has no price for `{unit}`",
            "correct the unit or the date, or add the price to the scheme",
        ),
        Code::PeriodStraddlesPrice => (
            "grant `{grant}`: the price of `{unit}` changes on {date}, inside this period",
            "split the quantity on that date",
        ),
        Code::VatAboveAmount => (
            "line `{line}`: the compensable VAT of {amount} doesn't fit in the line's amount",
            "of a cost, give the part that is compensable VAT, with the same sign; income and contributions have none",
        ),
        Code::EmptyCondition => (
            "nothing is named here",
            "name at least one value, or leave out the whole key",
        ),
        Code::VersionsOverlap => (
            "this version runs until {until}, but the next one begins on {date}",
            "let the version end before the next one, or leave out `until`",
        ),
        Code::VersionsGap => (
            "no version holds between {until} and {date}",
            "leave out `until` if the rules went on; otherwise costs of these days have no rule",
        ),
        Code::RuleNeverApplies => (
            "rule `{rule}` can never apply: {cause}",
            "correct the rule or leave it out",
        ),
        Code::PercentageWithoutBase => (
            "`{rule}` doesn't say what the percentage is taken of",
            "add `of`, such as `of = \"award\"`, or with `share` `of = \"line\"` or `of = \"total\"`",
        ),
        Code::CeilingAboveAward => (
            "ceiling `{ceiling}` of {limit} is above the award of {amount}, so it limits nothing",
            "lower the ceiling or leave it out",
        ),
        Code::CarryOverEndsTooSoon => (
            "carried money may be spent until {until}, but the settlement unit itself runs until {window}",
            "give a later date; like this all of it goes back",
        ),
        Code::WindowOutsideTerm => (
            "the spending window doesn't fit the term: {cause}",
            "correct the window, the version or the settlement unit",
        ),
        Code::PartsCycle => (
            "part `{value}` lies in itself by way of its groups, or too deep",
            "let `group` of each part name a higher part, at most 32 deep",
        ),
        Code::UnknownPartInRule => (
            "the scheme has no part `{value}`",
            "<did you mean `{suggestion}`? >parts are: {known}",
        ),
        Code::DuplicateName => (
            "`{value}` occurs twice",
            "give each a name of its own; two prices of one unit get a `from` of their own",
        ),
        Code::RuleWithoutExample => (
            "rule `{rule}` of the version of {date} occurs in no example",
            "add an example (`[[examples]]`) in which the rule decides something",
        ),
        Code::ExampleDiffers => (
            "example `{example}`: `{table}` should have `{expected}`< and has `{found}`>",
            "work the example out by hand; correct the example or the rule",
        ),
        Code::AdvanceAboveWhole => (
            "the advances together are more than 100 %",
            "correct the percentages",
        ),
        Code::EarnedAboveRoom => costs::EARNED_ABOVE_ROOM.en,
        Code::DimensionMissing => costs::DIMENSION_MISSING.en,
        Code::ShareOnOwnFunds => costs::SHARE_ON_OWN_FUNDS.en,
        Code::QuantityOutsideWindow => steps::QUANTITY_OUTSIDE_WINDOW.en,
        Code::PaidByExclusiveGrant => steps::PAID_BY_EXCLUSIVE_GRANT.en,
        Code::LineOfUnknownPart => costs::LINE_OF_UNKNOWN_PART.en,
        Code::VatNotDeducted => costs::VAT_NOT_DEDUCTED.en,
        Code::UnitsAboveMost => steps::UNITS_ABOVE_MOST.en,
        Code::IncomeOffNothing => steps::INCOME_OFF_NOTHING.en,
        Code::BadCorrection => steps::BAD_CORRECTION.en,
        Code::NoWeights => steps::NO_WEIGHTS.en,
        Code::WeightMissing => steps::WEIGHT_MISSING.en,
        Code::CorrectsUnknownLine => steps::CORRECTS_UNKNOWN_LINE.en,
        Code::CreditAboveLine => steps::CREDIT_ABOVE_LINE.en,
        Code::CreditRestatesYear => steps::CREDIT_RESTATES_YEAR.en,
        Code::OutsideFlow => steps::OUTSIDE_FLOW.en,
        Code::StepDimensionMissing => steps::STEP_DIMENSION_MISSING.en,
        Code::JudgedDimensionMissing => steps::JUDGED_DIMENSION_MISSING.en,
        Code::DeclaredRowDiffers => years::DECLARED_ROW_DIFFERS.en,
        Code::DeclaredRowRounded => years::DECLARED_ROW_ROUNDED.en,
        Code::DeclaredTotalDiffers => years::DECLARED_TOTAL_DIFFERS.en,
        Code::DeclaredTotalRounded => years::DECLARED_TOTAL_ROUNDED.en,
        Code::DeclaredOpeningDiffers => years::DECLARED_OPENING_DIFFERS.en,
        Code::DeclaredRollForwardDiffers => years::DECLARED_ROLL_FORWARD_DIFFERS.en,
        Code::BookingsFolded => steps::BOOKINGS_FOLDED.en,
        Code::HorizonOutside => horizon::HORIZON_OUTSIDE.en,
        Code::HorizonUnproven => horizon::HORIZON_UNPROVEN.en,
        Code::HorizonIsChain => horizon::HORIZON_IS_CHAIN.en,
        Code::HorizonTooMany => horizon::HORIZON_TOO_MANY.en,
        Code::AsOfOutside => horizon::AS_OF_OUTSIDE.en,
        Code::BudgetEnds => horizon::BUDGET_ENDS.en,
        Code::UnknownSubject => subject::UNKNOWN_SUBJECT.en,
        Code::UnknownBookYear => subject::UNKNOWN_BOOK_YEAR.en,
        Code::NoWhyNot => subject::NO_WHY_NOT.en,
        Code::ThroughOutside => horizon::THROUGH_OUTSIDE.en,
        Code::TooManyToSolve => steps::TOO_MANY_TO_SOLVE.en,
        Code::CarriedByNobody => years::CARRIED_BY_NOBODY.en,
        Code::NotPrintable => years::NOT_PRINTABLE.en,
        Code::UnwritableFile => years::UNWRITABLE_FILE.en,
        Code::ClosedYearChanges => years::CLOSED_YEAR_CHANGES.en,
        Code::CreditOfClosedYear => years::CREDIT_OF_CLOSED_YEAR.en,
        Code::ClosedOutOfOrder => years::CLOSED_OUT_OF_ORDER.en,
        Code::OpeningDiffers => years::OPENING_DIFFERS.en,
        Code::UnprintableText => years::UNPRINTABLE_TEXT.en,
        Code::DeclaredNotation => years::DECLARED_NOTATION.en,
        Code::DuplicateFigure => figures::DUPLICATE_FIGURE.en,
        Code::UnknownFigure => figures::UNKNOWN_FIGURE.en,
        Code::SumInItself => figures::SUM_IN_ITSELF.en,
        Code::MalformedScope => figures::MALFORMED_SCOPE.en,
        Code::MalformedSum => figures::MALFORMED_SUM.en,
        Code::MeasureOfScope => figures::MEASURE_OF_SCOPE.en,
        Code::ScopeOfNothing => figures::SCOPE_OF_NOTHING.en,
        Code::DeclaredFigureDiffers => figures::DECLARED_FIGURE_DIFFERS.en,
        Code::DeclaredSumDiffers => figures::DECLARED_SUM_DIFFERS.en,
        Code::DeclaredBeyondScheme => figures::DECLARED_BEYOND_SCHEME.en,
        Code::NothingBehindFigure => figures::NOTHING_BEHIND_FIGURE.en,
        Code::UnknownFunding => figures::UNKNOWN_FUNDING.en,
        Code::NamedOnly => figures::NAMED_ONLY.en,
        Code::GrantLeftOut => figures::GRANT_LEFT_OUT.en,
        Code::DocumentsDiffer => figures::DOCUMENTS_DIFFER.en,
        Code::NotAReceipt => receipt::NOT_A_RECEIPT.en,
        Code::ReceiptContradicts => receipt::RECEIPT_CONTRADICTS.en,
        Code::ReceiptOfOtherVersion => receipt::RECEIPT_OF_OTHER_VERSION.en,
        Code::ReceiptDossierDiffers => receipt::RECEIPT_DOSSIER_DIFFERS.en,
        Code::ReceiptSchemeDiffers => receipt::RECEIPT_SCHEME_DIFFERS.en,
        Code::ReceiptSchemeNotUsed => receipt::RECEIPT_SCHEME_NOT_USED.en,
        Code::ReceiptSchemeNotStated => receipt::RECEIPT_SCHEME_NOT_STATED.en,
        Code::ReceiptRowsDiffer => receipt::RECEIPT_ROWS_DIFFER.en,
        Code::ReceiptDidNotAssume => receipt::RECEIPT_DID_NOT_ASSUME.en,
        Code::ReceiptTotalDiffers => receipt::RECEIPT_TOTAL_DIFFERS.en,
        Code::ReceiptTableDiffers => receipt::RECEIPT_TABLE_DIFFERS.en,
        Code::ReceiptCertificateDiffers => receipt::RECEIPT_CERTIFICATE_DIFFERS.en,
        Code::ReceiptSolvesMore => receipt::RECEIPT_SOLVES_MORE.en,
        Code::MoreFindings => (
            "there are {count} more findings, which were not kept",
            "first deal with those that were kept",
        ),
        Code::Internal => (
            "Koers itself has made a mistake; there is no result",
            "report this with the dossier or a smaller example to the makers of Koers",
        ),
    }
}
