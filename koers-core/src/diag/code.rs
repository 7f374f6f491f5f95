//! The table of codes: one row per kind of finding, with its number, severity and arguments.
//!
//! A number is never given to another meaning. The texts are in `text_nl` and `text_en`.

use serde::{Serialize, Serializer};

use super::Severity;

/// Writes the enum and its look-ups from one table; arguments after `;` may be left out.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident $number:literal $severity:ident [$($arg:ident),* $(; $($optional:ident),+)?],)+) => {
        /// What a finding is about; prints as `K` and four digits, which are never reused.
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ #[doc = concat!("\n\n(", $number, ")")] $name,)+
        }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The code as printed: `K0107`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $number),+ }
            }

            /// How grave a finding of this kind is; always the same for one code.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),+ }
            }

            /// The doc comment of the code, line by line.
            pub(super) const fn documentation(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc, "\n"),+)),+ }
            }

            /// The arguments that the texts of this code need (`amount` is the finding's own amount).
            #[must_use]
            pub const fn args(self) -> &'static [&'static str] {
                match self { $(Code::$name => &[$(stringify!($arg)),*]),+ }
            }

            /// The arguments that the texts use where they are given.
            #[must_use]
            pub const fn optional_args(self) -> &'static [&'static str] {
                match self { $(Code::$name => &[$($(stringify!($optional)),+)?]),+ }
            }
        }
    };
}

codes! {
    // K00: files.
    /// A file that the dossier needs is not in its folder.
    MissingFile "K0001" Error [file],
    /// A file can't be opened or read, or is a folder or device instead of a file.
    UnreadableFile "K0002" Error [file, cause],
    /// A file holds bytes that don't exist in its encoding.
    UndecodableBytes "K0003" Error [encoding],
    /// A file or table has no header.
    EmptyTable "K0004" Error [],
    /// A file is named by something else than a plain name in the dossier's folder.
    FileNameNotAllowed "K0005" Error [value],
    /// A file is not valid TOML; `cause` is the parser's own (English) text.
    TomlSyntax "K0006" Error [cause],
    /// A row of a CSV file has more or fewer fields than the header.
    FieldCount "K0007" Error [found, expected],
    /// A file is larger than what is read.
    TooLarge "K0008" Error [limit],

    /// The folder of a dossier isn't there.
    MissingFolder "K0009" Error [file],

    /// A quote in a CSV file is not closed where its field ends.
    UnclosedQuote "K0010" Error [],
    /// A table that comes from another program can't be read; `cause` is that program's own text, or what is wrong with its data.
    BrokenStream "K0011" Error [cause],

    /// A file or folder can't be written.
    UnwritableFile "K0012" Error [file, cause],

    // K01: one value, on its own.
    /// A key that the format doesn't have.
    UnknownKey "K0101" Error [key, known],
    /// A key that must be there is not.
    MissingKey "K0102" Error [key],
    /// A value has another type than its key asks for.
    WrongType "K0103" Error [key, expected, found],
    /// A value is none of those that its key allows.
    UnknownValue "K0104" Error [value, known],
    /// A text can't be read as an amount.
    NotAnAmount "K0105" Error [value],
    /// An amount is finer than a cent; nothing is rounded silently.
    TooManyDecimals "K0106" Error [value],
    /// An amount is written as a floating-point number, which can't hold cents exactly.
    FloatAmount "K0107" Error [value; known],
    /// An amount lies beyond what the library computes with (10^18 - 1 cents).
    AmountOutOfBounds "K0108" Error [value],
    /// A date or period is malformed, doesn't exist or lies outside 1900 to 2199.
    ImpossibleDate "K0109" Error [value],
    /// An amount is below zero where that means nothing.
    NegativeAmount "K0110" Error [key, amount],
    /// An id has characters that ids don't have, or is empty or too long.
    MalformedId "K0111" Error [value],
    /// A percentage is malformed or outside 0 to 100 %, or has more than four decimals.
    MalformedPercentage "K0112" Error [value],
    /// A table lacks a column that it must have.
    MissingColumn "K0113" Error [column, found],
    /// A column occurs twice in one header.
    DuplicateColumn "K0114" Error [column],
    /// A column whose name is kept for a meaning that this version doesn't support.
    ReservedColumn "K0115" Error [column],
    /// A booking can't be read, or its shares or amounts don't add up.
    MalformedBooking "K0116" Error [value],
    /// A file states a format number that this version doesn't read.
    UnsupportedFormat "K0117" Error [value],
    /// A line lies outside the book years of the dossier.
    OutsideBookYears "K0118" Error [value, years; figure],
    /// More rows, keys or nested levels than what is read.
    TooMany "K0119" Error [what, limit],
    /// A text has control characters or is too long.
    MalformedText "K0120" Error [key],

    /// A cell that every row must fill is empty.
    EmptyCell "K0121" Error [column],
    /// A quantity can't be read, is too large or is finer than six decimals.
    MalformedQuantity "K0122" Error [value],
    /// A column of an Arrow table has a type from which its values aren't read; `known` are types from which they are.
    ColumnType "K0123" Error [column, found, known],

    // K02: values together.
    /// Two lines have the same id.
    DuplicateLine "K0201" Error [id],
    /// Two grants have the same id.
    DuplicateGrant "K0202" Error [id],
    /// A grant names the same tranche and part twice.
    DuplicateTranche "K0203" Error [grant, tranche; part],
    /// A grant names a scheme that is neither in the folder nor in the catalogue.
    UnknownScheme "K0204" Error [value, known],
    /// A booking or row names a grant that the dossier doesn't have.
    UnknownGrant "K0205" Error [value; known, figure],
    /// A row names a line that the dossier doesn't have.
    UnknownLine "K0206" Error [value; figure],
    /// No version of the scheme is in force, or published in time, on a day that needs one.
    NoVersionInForce "K0207" Error [scheme, date],
    /// A tranche names a part that its scheme doesn't have, or none where the scheme has parts.
    UnknownPart "K0208" Error [; value, known],
    /// A period ends before it begins.
    DatesReversed "K0209" Error [from, until],
    /// All amounts of the dossier together lie beyond what the library computes with.
    SumOutOfBounds "K0210" Error [],
    /// Two files hold a scheme with the same id.
    DuplicateScheme "K0211" Error [value],
    /// The scheme takes the spending window from the tranche, and the tranche lacks the key.
    NoWindow "K0212" Error [key],
    /// An opening contradicts itself or the award; `cause` says it in keys, such as `room > granted`.
    InconsistentOpening "K0213" Error [cause],
    /// The amounts in a booking exceed the line; `amount` is the excess.
    BookingExceedsLine "K0214" Error [amount],
    /// An agreement names a tranche that its grant doesn't have.
    UnknownTranche "K0215" Error [value; known],
    /// Amendments bring an award below zero; `amount` is what is left.
    NegativeAward "K0216" Error [amount],
    /// An agreement states neither a window nor a rule for unspent money.
    EmptyAgreement "K0217" Error [],
    /// Two agreements state the same thing about one tranche.
    AgreementsClash "K0218" Error [tranche],

    /// The days that a tranche states lie outside the window of its scheme.
    WindowOutsideScheme "K0219" Error [; article],
    /// A quantity has no price: its grant's scheme has no price for the unit on that day.
    NoPrice "K0220" Error [grant, unit, date],
    /// A price changes inside the period of a quantity; `date` is the first day of the new one.
    PeriodStraddlesPrice "K0221" Error [grant, unit, date],
    /// The compensable VAT of a line is more than the line, or has another sign; `amount` is the VAT.
    VatAboveAmount "K0222" Error [line, amount],
    /// A condition, a list of prices or a list of schemes names nothing.
    EmptyCondition "K0223" Error [],
    /// A line corrects one that it can't correct: itself, another correction, a line of another kind or one whose amount has the same sign.
    BadCorrection "K0224" Error [line, value, cause],
    /// No grant of a group in a step has a weight above zero, so there is nothing to divide by.
    NoWeights "K0225" Error [step, group],
    /// A step divides by a key that one of its grants doesn't have.
    WeightMissing "K0226" Error [step, grant, key],

    // K03: schemes.
    /// A rule of a scheme cites no article.
    RuleWithoutArticle "K0301" Error [rule],
    /// A version of a scheme starts before the one before it, or on the same day without a later publication.
    VersionOrder "K0302" Error [date],
    /// A scheme has no version.
    SchemeWithoutVersion "K0303" Error [scheme],
    /// A version ends no earlier than the next one begins.
    VersionsOverlap "K0304" Error [until, date],
    /// No version decides on the days between two versions.
    VersionsGap "K0305" Warning [until, date],
    /// A rule that can never decide on anything; `cause` says why in keys.
    RuleNeverApplies "K0306" Warning [rule, cause],
    /// A percentage of which it isn't said what it is taken of.
    PercentageWithoutBase "K0307" Error [rule],
    /// A ceiling above the award, which it can never limit; `amount` is the award.
    CeilingAboveAward "K0308" Warning [ceiling, limit, amount],
    /// Money is carried over until a day that is not after the settlement unit from which it comes.
    CarryOverEndsTooSoon "K0309" Warning [until, window],
    /// A spending window that lies outside the days of its version or outside its settlement unit; `cause` says which in keys.
    WindowOutsideTerm "K0310" Warning [cause],
    /// A part lies in itself, by way of its groups, or more than 32 groups deep.
    PartsCycle "K0311" Error [value],
    /// A rule or group names a part that the scheme doesn't have.
    UnknownPartInRule "K0312" Error [value, known],
    /// Two parts, ceilings, prices or examples have the same name (prices: the same unit and first day).
    DuplicateName "K0313" Error [value],
    /// No example in the file exercises a rule; `date` is the first day of its version.
    RuleWithoutExample "K0314" Warning [rule, date],
    /// What comes out of an example is not what it expects.
    ExampleDiffers "K0315" Error [example, table, expected; found],
    /// Advances in months that together are more than the whole.
    AdvanceAboveWhole "K0316" Error [],

    // K04: what a person must look at; none of these stops anything.
    /// A grant is settled by a draft scheme; `missing` names the rules that are not modelled.
    DraftScheme "K0401" Notice [grant, scheme; missing],
    /// An agreement extends the spending window beyond the scheme; `amount` rests on it.
    WindowBeyondScheme "K0402" Warning [year, grant, scheme, scheme_until, until, amount],
    /// An award is above the scheme's maximum; `amount` is the excess.
    AboveMaximum "K0403" Warning [grant, maximum, amount; article, note],
    /// More is carried over than the scheme allows; `amount` is the excess.
    CarriedBeyondScheme "K0404" Warning [year, grant, scheme, article, amount],
    /// A part of a booked line that its grant can't pay; `amount` stays on own funds.
    StaysOnOwnFunds "K0405" Warning [line, grant, rule, amount],
    /// Credit notes exceed the costs they could be netted with; `amount` is the excess.
    CreditsExceedCosts "K0406" Warning [line, grant, amount],
    /// More was repaid than was owed; `amount` is the excess.
    RepaidAboveOwed "K0407" Warning [year, grant, tranche, amount],
    /// The period of a line straddles the edge of a window; the whole `amount` counts on `date`.
    PeriodStraddlesWindow "K0408" Warning [line, grant, date, amount],
    /// The period of a line straddles two versions of the scheme; the one in force on `date` holds.
    PeriodStraddlesVersions "K0409" Warning [line, grant, date, amount],

    /// There were more findings than are kept.
    MoreFindings "K0410" Notice [count],
    /// An award was lowered or withdrawn below what was already spent; `amount` is the shortfall.
    AwardBelowSpending "K0411" Warning [year, grant, tranche, amount],
    /// More was earned than the award allows; `amount` is above it.
    EarnedAboveRoom "K0412" Warning [year, grant, tranche, amount],
    /// A rule looks at a dimension that no line has.
    DimensionMissing "K0413" Warning [grant, rule, dimension],
    /// A grant pays only a share of its costs; `amount` of them stays on own funds.
    ShareOnOwnFunds "K0414" Notice [year, grant, share, amount],
    /// A quantity of a day on which its grant has no open tranche; it earns nothing.
    QuantityOutsideWindow "K0415" Warning [grant, unit, date],
    /// A grant may not pay a line that another grant pays; `amount` stays on own funds.
    PaidByExclusiveGrant "K0416" Warning [line, grant, other, amount],
    /// A line names a part that the scheme of its grant doesn't have; no money is for it.
    LineOfUnknownPart "K0417" Warning [line, grant, value, known],
    /// Costs on a grant hold VAT that the VAT compensation fund pays, and its scheme doesn't take it off; `amount` may be paid twice.
    VatNotDeducted "K0418" Warning [year, grant, amount],
    /// More units were realised than the award is for; `amount` of them is not earned.
    UnitsAboveMost "K0419" Warning [year, grant, unit, amount],
    /// Income, or a contribution, that comes off no cost although the scheme takes it off: no cost is like it; `amount` goes to own funds.
    IncomeOffNothing "K0420" Warning [line, grant, amount],
    /// A line corrects one that the dossier doesn't have; its `amount` counts as a correction of no line in particular.
    CorrectsUnknownLine "K0421" Warning [line, value, amount],
    /// A correction is larger than what is left of its line; `amount` of it counts as a correction of no line in particular.
    CreditAboveLine "K0422" Warning [line, value, amount],
    /// A line of one book year corrects one of another, which is restated; `amount` of it counts in that year.
    CreditRestatesYear "K0423" Notice [line, value, year, amount],
    /// The least refund was solved without some rules and repaired after; own funds and refund together could be at most `amount` lower.
    /// `causes` are joined by commas, each a kind and what it is of: `ceiling iza/staf, exclusive gala15`.
    OutsideFlow "K0424" Notice [year, causes, amount],
    /// A step looks at a dimension that no line has.
    StepDimensionMissing "K0425" Warning [step, dimension],
    /// A judgement of what is eligible, or an assumption, looks at a dimension that no line has.
    JudgedDimensionMissing "K0426" Warning [grant, dimension],
    /// A step `least-refund` has more ways from kinds of costs to buckets (`count`) than it solves (`most`), so kinds that differ in their booking alone counted as one: it didn't look for what is moved least.
    BookingsFolded "K0427" Notice [year, step, count, most],
    /// A step `least-refund` has more ways from kinds of costs to buckets (`count`) than it solves (`most`), so it went by the order of the grants.
    TooManyToSolve "K0428" Warning [year, step, count, most],

    // K05: years, roll-forwards and closed years; none of those on what is printed stops anything.
    /// A row of a published roll-forward whose amounts don't come to its closing; `amount` is the difference.
    DeclaredRowDiffers "K0501" Warning [year, grant, stated, computed, amount; holder],
    /// As K0501, by no more than what the source rounds to.
    DeclaredRowRounded "K0502" Notice [year, grant, stated, computed, amount; holder],
    /// A total of a published roll-forward that is not the sum of its rows; `row` names rows of just the difference.
    DeclaredTotalDiffers "K0503" Warning [year, grant, column, stated, computed, amount; holder, row],
    /// As K0503, by no more than what the source rounds to.
    DeclaredTotalRounded "K0504" Notice [year, grant, column, stated, computed, amount; holder],
    /// An opening in a published roll-forward that is not the closing of the year `before`.
    DeclaredOpeningDiffers "K0505" Warning [year, grant, before, opening, closing, amount; holder],
    /// A published roll-forward says otherwise than the settlement; `amount` is the difference.
    DeclaredRollForwardDiffers "K0506" Warning [year, grant, column, stated, computed, amount; holder],
    /// An opening has room to spend until a later day, and neither the scheme nor an agreement carries money over for its tranche.
    CarriedByNobody "K0507" Warning [grant, tranche, until, amount],
    /// What is eligible was assumed, so the dossier can't be written as files.
    NotPrintable "K0508" Error [grant],
    /// An amount of a closed year is no longer what the year was closed with; `amount` is the difference.
    ClosedYearChanges "K0509" Warning [year, grant, tranche, measure, before, after, amount],
    /// A note on a line of a closed year, which stays as it is: `amount` counts in the note's own year.
    CreditOfClosedYear "K0510" Notice [line, value, year, amount],
    /// The closed years are not the first book years.
    ClosedOutOfOrder "K0511" Error [value, years],
    /// An opening is not the closing of the year before it; `amount` is the difference.
    OpeningDiffers "K0512" Warning [grant, tranche, key, year, opening, closing, amount],
    /// A text of a table would be read back from a file as another.
    UnprintableText "K0520" Error [value, column],
    /// A published roll-forward, or a table of declared figures, is written with other signs than it must be.
    DeclaredNotation "K0521" Error [value],

    // K06: years that are planned together.
    /// All years were planned as one without some rules; own funds and refund together could be at most `amount` lower. `causes` as
    /// of K0424.
    HorizonOutside "K0601" Notice [amount; causes],
    /// All years were planned as one, and `causes` are rules of which a flow doesn't know what they do over years; how much less
    /// could be lost isn't known. `causes` as of K0424.
    HorizonUnproven "K0602" Notice [causes],
    /// The plan of all years as one loses or keeps more (`computed`) than the years one by one, which therefore stand (`amount`).
    HorizonIsChain "K0603" Notice [computed, amount],
    /// All years have more ways from kinds of costs to buckets (`count`) than are solved (`most`), so they are settled one by one.
    HorizonTooMany "K0604" Warning [count, most],
    /// The as-of date lies before the last cost line, before the end of a closed year, or after the book years.
    AsOfOutside "K0605" Error [date, from, until],
    /// The last year of a forecast lies before the dossier's last or the as-of date, or further ahead than is looked.
    ThroughOutside "K0606" Error [year, from, until],
    /// A forecast by the budget goes further than the budget, so that nothing is expected after a day.
    BudgetEnds "K0607" Warning [date],

    // K07: declared figures; none of those on what was declared stops anything.
    /// Two declared figures have the same key.
    DuplicateFigure "K0701" Error [key],
    /// A sum names a figure that is not declared.
    UnknownFigure "K0702" Error [key, value],
    /// A declared figure is a sum of itself, by way of others.
    SumInItself "K0703" Error [key],
    /// The scope of a declared figure can't be read.
    MalformedScope "K0704" Error [value],
    /// A sum of declared figures can't be read.
    MalformedSum "K0705" Error [value],
    /// A declared measure can't be asked of its scope, such as what came in for a theme.
    MeasureOfScope "K0706" Error [value, measure],
    /// The scope of a declared figure names something that the dossier doesn't have, so it is not compared.
    ScopeOfNothing "K0707" Warning [key, value],
    /// A declared figure is not what the settlement has; `amount` is the difference, `rest` the part of it that nothing explains.
    DeclaredFigureDiffers "K0708" Warning [key, stated, computed, rest, amount],
    /// A declared figure is not what its sum comes to; `amount` is the difference.
    DeclaredSumDiffers "K0709" Warning [key, stated, computed, amount],
    /// A declared carry-over is more than the scheme allows; `amount` rests on an agreement.
    DeclaredBeyondScheme "K0710" Warning [key, grant, year, amount],
    /// Money is declared to be kept, while refund and carry-over already are all that is left.
    NothingBehindFigure "K0711" Warning [key, balance, refund, carry_over, amount],
    /// The dimension `funding` says of a line how it is known who pays it, and has another word.
    UnknownFunding "K0712" Warning [value, known],
    /// A row that but names a grant has more than that: an amount, a measure or a sum, or no single grant as its scope.
    NamedOnly "K0713" Error [key],
    /// A document goes through the grants and leaves one out; `amount` is what the settlement has of it, `documents` are others
    /// that tell of it.
    GrantLeftOut "K0714" Warning [grant; document, documents, year, amount],
    /// Two documents say something else of the same: `key` of one, `value` of the other; `amount` is the difference.
    DocumentsDiffer "K0715" Warning [key, stated, value, computed, amount],

    // K08: receipts.
    /// A file is no receipt; `cause` is the reader's own (English) text.
    NotAReceipt "K0801" Error [file, cause],
    /// A receipt contradicts itself: its `input` is not the hash of what it states beside it, so it was changed.
    ReceiptContradicts "K0802" Error [file],
    /// A receipt is of another version of the library.
    ReceiptOfOtherVersion "K0803" Notice [stated, computed],
    /// The dossier is not that of the receipt: its head, grants, tranches, agreements or judgements.
    ReceiptDossierDiffers "K0804" Warning [stated; computed],
    /// The rules of a scheme are not those of the receipt, or other versions of them decide.
    ReceiptSchemeDiffers "K0805" Warning [scheme],
    /// The receipt has a scheme of which the dossier has no grant.
    ReceiptSchemeNotUsed "K0806" Warning [scheme],
    /// The dossier has a grant of a scheme that the receipt doesn't have.
    ReceiptSchemeNotStated "K0807" Warning [scheme],
    /// A table of the dossier is not that of the receipt: another row, amount, date, booking or dimension.
    ReceiptRowsDiffer "K0808" Warning [table; stated, computed, same, stated_sum, computed_sum],
    /// Something is assumed to be eligible that the receipt didn't assume.
    ReceiptDidNotAssume "K0809" Warning [grant],
    /// A total is not that of the receipt; `amount` is by how much it is more now.
    ReceiptTotalDiffers "K0810" Warning [year, measure, stated, computed, amount],
    /// A result table is not that of the receipt.
    ReceiptTableDiffers "K0811" Warning [table; stated, computed, same],
    /// The certificate is not that of the receipt, or only one of the two has one.
    ReceiptCertificateDiffers "K0812" Warning [],
    /// A receipt is of a settlement in which `least-refund` might solve more (`stated`) than verifying does (`most`).
    ReceiptSolvesMore "K0813" Warning [stated, most],

    // K09: explanations.
    /// What is to be explained isn't in the dossier; `near` is what may have been meant.
    UnknownSubject "K0901" Error [value; near],
    /// An explanation is asked of a year that is no book year.
    UnknownBookYear "K0902" Error [year, known],
    /// Nothing can be said of why this was not paid.
    NoWhyNot "K0903" Error [value],

    // K90: the library itself.
    /// A fault in the library; bindings give it where they caught a panic.
    Internal "K9001" Error [],
}

impl Code {
    /// The code printed as `text`, if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn numbers_ascend_and_parse() {
        for pair in Code::ALL.windows(2) {
            assert!(pair[0] < pair[1] && pair[0].as_str() < pair[1].as_str());
        }
        for &code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(code));
            let digits = code.as_str().strip_prefix('K').expect("starts with K");
            assert!(digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()));
        }
        assert_eq!(Code::parse("K0000"), None);
        assert_eq!(Code::parse("k0107"), None);
    }
}
