//! The few words under an underlined piece of input.

use super::{Code, Lang};

/// The label in a language.
pub(super) fn label(code: Code, lang: Lang) -> &'static str {
    let (dutch, english) = both(code);
    match lang {
        Lang::Nl => dutch,
        Lang::En => english,
    }
}

/// Dutch and English; empty where the message says it all.
#[expect(clippy::too_many_lines, reason = "one table, one row per code")]
fn both(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::UnknownKey
        | Code::UnknownValue
        | Code::UnknownScheme
        | Code::UnknownGrant
        | Code::UnknownLine
        | Code::UnknownPart
        | Code::UnknownTranche
        | Code::CorrectsUnknownLine
        | Code::UnknownFigure
        | Code::ScopeOfNothing
        | Code::UnknownFunding
        | Code::UnknownPartInRule => ("onbekend", "unknown"),
        Code::DuplicateColumn
        | Code::DuplicateLine
        | Code::DuplicateGrant
        | Code::DuplicateTranche
        | Code::DuplicateScheme
        | Code::DuplicateFigure
        | Code::DuplicateName => ("dubbel", "duplicate"),
        Code::EmptyCell
        | Code::MissingKey
        | Code::MissingColumn
        | Code::NoWindow
        | Code::PercentageWithoutBase
        | Code::RuleWithoutArticle => ("hier ontbreekt iets", "something is missing here"),
        Code::WrongType => ("verkeerde soort", "wrong kind"),
        Code::NotAnAmount | Code::MalformedBooking | Code::MalformedScope | Code::MalformedSum => {
            ("niet leesbaar", "not readable")
        }
        Code::TooManyDecimals => ("meer dan twee decimalen", "more than two decimals"),
        Code::FloatAmount => ("drijvendekommagetal", "floating-point number"),
        Code::AmountOutOfBounds | Code::TooLarge | Code::TooMany | Code::SumOutOfBounds => {
            ("te groot", "too large")
        }
        Code::ImpossibleDate => ("bestaat niet", "doesn't exist"),
        Code::NegativeAmount | Code::NegativeAward => ("negatief", "negative"),
        Code::MalformedId
        | Code::MalformedPercentage
        | Code::MalformedQuantity
        | Code::MalformedText
        | Code::FileNameNotAllowed => ("niet toegestaan", "not allowed"),
        Code::ReservedColumn | Code::UnsupportedFormat => ("niet ondersteund", "not supported"),
        Code::OutsideBookYears => ("buiten de boekjaren", "outside the book years"),
        Code::WindowOutsideScheme => ("buiten de regeling", "outside the scheme"),
        Code::DatesReversed | Code::VersionOrder => ("verkeerde volgorde", "wrong order"),
        Code::BadCorrection | Code::SumInItself | Code::MeasureOfScope => {
            ("kan niet", "not possible")
        }
        Code::BookingExceedsLine | Code::VatAboveAmount | Code::CreditAboveLine => {
            ("te hoog", "too high")
        }
        Code::NoPrice
        | Code::PeriodStraddlesPrice
        | Code::EmptyCondition
        | Code::VersionsOverlap
        | Code::VersionsGap
        | Code::RuleNeverApplies
        | Code::CeilingAboveAward
        | Code::CarryOverEndsTooSoon
        | Code::WindowOutsideTerm
        | Code::RuleWithoutExample
        | Code::ExampleDiffers
        | Code::AdvanceAboveWhole
        | Code::EarnedAboveRoom
        | Code::DimensionMissing
        | Code::ShareOnOwnFunds
        | Code::QuantityOutsideWindow
        | Code::PaidByExclusiveGrant
        | Code::LineOfUnknownPart
        | Code::VatNotDeducted
        | Code::UnitsAboveMost
        | Code::IncomeOffNothing
        | Code::NoWeights
        | Code::WeightMissing
        | Code::CreditRestatesYear
        | Code::OutsideFlow
        | Code::StepDimensionMissing
        | Code::JudgedDimensionMissing
        | Code::DeclaredRowDiffers
        | Code::DeclaredRowRounded
        | Code::DeclaredTotalDiffers
        | Code::DeclaredTotalRounded
        | Code::DeclaredOpeningDiffers
        | Code::DeclaredRollForwardDiffers
        | Code::BookingsFolded
        | Code::HorizonOutside
        | Code::HorizonUnproven
        | Code::HorizonIsChain
        | Code::HorizonTooMany
        | Code::AsOfOutside
        | Code::ThroughOutside
        | Code::BudgetEnds
        | Code::UnknownSubject
        | Code::UnknownBookYear
        | Code::NoWhyNot
        | Code::TooManyToSolve
        | Code::CarriedByNobody
        | Code::NotPrintable
        | Code::UnwritableFile
        | Code::ClosedYearChanges
        | Code::CreditOfClosedYear
        | Code::ClosedOutOfOrder
        | Code::OpeningDiffers
        | Code::UnprintableText
        | Code::DeclaredNotation
        | Code::DeclaredFigureDiffers
        | Code::DeclaredSumDiffers
        | Code::DeclaredBeyondScheme
        | Code::NothingBehindFigure
        | Code::GrantLeftOut
        | Code::DocumentsDiffer
        | Code::NamedOnly
        | Code::NotAReceipt
        | Code::ReceiptContradicts
        | Code::ReceiptOfOtherVersion
        | Code::ReceiptDossierDiffers
        | Code::ReceiptSchemeDiffers
        | Code::ReceiptSchemeNotUsed
        | Code::ReceiptSchemeNotStated
        | Code::ReceiptRowsDiffer
        | Code::ReceiptDidNotAssume
        | Code::ReceiptTotalDiffers
        | Code::ReceiptTableDiffers
        | Code::ReceiptCertificateDiffers
        | Code::ReceiptSolvesMore
        | Code::MissingFile
        | Code::BrokenStream
        | Code::ColumnType
        | Code::UnclosedQuote
        | Code::MissingFolder
        | Code::UnreadableFile
        | Code::UndecodableBytes
        | Code::EmptyTable
        | Code::TomlSyntax
        | Code::FieldCount
        | Code::NoVersionInForce
        | Code::InconsistentOpening
        | Code::EmptyAgreement
        | Code::AgreementsClash
        | Code::SchemeWithoutVersion
        | Code::DraftScheme
        | Code::WindowBeyondScheme
        | Code::AboveMaximum
        | Code::CarriedBeyondScheme
        | Code::StaysOnOwnFunds
        | Code::CreditsExceedCosts
        | Code::RepaidAboveOwed
        | Code::PeriodStraddlesWindow
        | Code::PeriodStraddlesVersions
        | Code::AwardBelowSpending
        | Code::MoreFindings
        | Code::PartsCycle
        | Code::Internal => ("", ""),
    }
}
