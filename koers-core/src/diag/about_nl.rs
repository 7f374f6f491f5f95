//! What each code is about, in Dutch: what the doc comments in `code` say in English.

use super::Code;

/// One or two sentences. Without a wildcard, so that a code without text doesn't compile.
#[expect(clippy::too_many_lines, reason = "one table, one row per code")]
pub(super) fn about(code: Code) -> &'static str {
    match code {
        Code::MissingFile => "Een bestand dat het dossier nodig heeft, staat niet in de map.",
        Code::UnreadableFile => {
            "Een bestand kan niet worden geopend of gelezen, of is een map of apparaat in plaats van een bestand."
        }
        Code::UndecodableBytes => "Een bestand heeft bytes die in zijn tekencodering niet bestaan.",
        Code::EmptyTable => "Een bestand of tabel heeft geen kopregel.",
        Code::FileNameNotAllowed => {
            "Een bestand is anders genoemd dan met een gewone naam in de map van het dossier."
        }
        Code::TomlSyntax => {
            "Een bestand is geen geldige TOML; de oorzaak is de (Engelse) tekst van de lezer zelf."
        }
        Code::FieldCount => {
            "Een rij van een CSV-bestand heeft meer of minder velden dan de kopregel."
        }
        Code::TooLarge => "Een bestand is groter dan wat wordt gelezen.",
        Code::MissingFolder => "De map van een dossier bestaat niet.",
        Code::UnclosedQuote => {
            "Een aanhalingsteken in een CSV-bestand wordt niet gesloten waar het veld eindigt."
        }
        Code::BrokenStream => {
            "Een tabel die van een ander programma komt is niet te lezen; `cause` is de tekst van dat programma, of wat er aan haar gegevens mankeert."
        }
        Code::UnknownKey => "Een sleutel die het formaat niet kent.",
        Code::MissingKey => "Een sleutel die er moet zijn, ontbreekt.",
        Code::WrongType => "Een waarde is van een andere soort dan de sleutel vraagt.",
        Code::UnknownValue => "Een waarde is geen van de waarden die bij de sleutel mogen.",
        Code::NotAnAmount => "Een tekst kan niet als bedrag worden gelezen.",
        Code::TooManyDecimals => {
            "Een bedrag is fijner dan een cent. Er wordt nooit ongemerkt afgerond."
        }
        Code::FloatAmount => {
            "Een bedrag is geschreven als drijvendekommagetal, en dat kan geen centen precies bewaren."
        }
        Code::AmountOutOfBounds => {
            "Een bedrag is groter dan waarmee wordt gerekend (10^18 - 1 cent)."
        }
        Code::ImpossibleDate => {
            "Een datum of periode is verkeerd geschreven, bestaat niet of ligt buiten 1900 tot en met 2199."
        }
        Code::NegativeAmount => "Een bedrag is negatief waar dat niets betekent.",
        Code::MalformedId => "Een id heeft tekens die daarin niet mogen, is leeg of is te lang.",
        Code::MalformedPercentage => {
            "Een percentage is verkeerd geschreven, ligt buiten 0 tot en met 100 %, of heeft meer dan vier decimalen."
        }
        Code::MissingColumn => "Een tabel mist een kolom die er moet zijn.",
        Code::DuplicateColumn => "Een kolom komt twee keer voor in één kopregel.",
        Code::ReservedColumn => {
            "Een kolom heeft een naam die is bewaard voor iets wat deze versie nog niet kan."
        }
        Code::MalformedBooking => {
            "Een boeking is niet te lezen, of de aandelen of bedragen erin tellen niet op."
        }
        Code::UnsupportedFormat => {
            "Een bestand noemt een formaatnummer dat deze versie niet leest."
        }
        Code::OutsideBookYears => "Een regel valt buiten de boekjaren van het dossier.",
        Code::TooMany => "Meer rijen, sleutels of niveaus dan wat wordt gelezen.",
        Code::MalformedText => "Een tekst heeft stuurtekens of is te lang.",
        Code::EmptyCell => "Een cel die in elke rij gevuld moet zijn, is leeg.",
        Code::MalformedQuantity => {
            "Een hoeveelheid is niet te lezen, is te groot of heeft meer dan zes decimalen."
        }
        Code::ColumnType => {
            "Een kolom van een Arrow-tabel heeft een type waaruit haar waarden niet worden gelezen; `known` zijn typen waaruit dat wel gebeurt."
        }
        Code::DuplicateLine => "Twee boekingsregels hebben hetzelfde id.",
        Code::DuplicateGrant => "Twee subsidies hebben hetzelfde id.",
        Code::DuplicateTranche => {
            "Een subsidie noemt dezelfde jaarschijf en hetzelfde onderdeel twee keer."
        }
        Code::UnknownScheme => {
            "Een subsidie noemt een regeling die niet in de map en niet in de catalogus staat."
        }
        Code::UnknownGrant => "Een boeking of rij noemt een subsidie die het dossier niet heeft.",
        Code::UnknownLine => "Een rij noemt een boekingsregel die het dossier niet heeft.",
        Code::NoVersionInForce => {
            "Geen versie van de regeling geldt, of was al bekendgemaakt, op een dag waarop er een nodig is."
        }
        Code::UnknownPart => {
            "Een jaarschijf noemt een onderdeel dat de regeling niet heeft, of geen onderdeel waar de regeling die wel heeft."
        }
        Code::DatesReversed => "Een periode eindigt voordat zij begint.",
        Code::SumOutOfBounds => {
            "Alle bedragen van het dossier samen zijn groter dan waarmee wordt gerekend."
        }
        Code::DuplicateScheme => "Twee bestanden hebben een regeling met hetzelfde id.",
        Code::NoWindow => {
            "De regeling neemt de bestedingsperiode over van de jaarschijf, en die noemt haar niet."
        }
        Code::InconsistentOpening => {
            "Een beginstand spreekt zichzelf of de verlening tegen; de oorzaak staat er in sleutels, zoals `room > granted`."
        }
        Code::BookingExceedsLine => {
            "De bedragen van een boeking zijn samen hoger dan de regel; het bedrag is wat te veel is."
        }
        Code::UnknownTranche => "Een afspraak noemt een jaarschijf die de subsidie niet heeft.",
        Code::NegativeAward => {
            "Wijzigingen maken een verlening negatief; het bedrag is wat er overblijft."
        }
        Code::EmptyAgreement => {
            "Een afspraak noemt geen bestedingsperiode en geen regel voor het overschot."
        }
        Code::AgreementsClash => "Twee afspraken zeggen iets over hetzelfde bij één jaarschijf.",
        Code::WindowOutsideScheme => {
            "De dagen die een jaarschijf noemt, vallen buiten de periode van de regeling."
        }
        Code::NoPrice => {
            "Een hoeveelheid heeft geen prijs: de regeling van de subsidie kent op die dag geen prijs voor de eenheid."
        }
        Code::PeriodStraddlesPrice => {
            "Een prijs verandert binnen de periode van een hoeveelheid; de datum is de eerste dag van de nieuwe."
        }
        Code::VatAboveAmount => {
            "De compensabele btw van een regel is meer dan de regel, of heeft een ander teken; het bedrag is de btw."
        }
        Code::EmptyCondition => {
            "Een voorwaarde, een lijst met prijzen of een lijst met regelingen noemt niets."
        }
        Code::BadCorrection => {
            "Een boekingsregel corrigeert er een die zij niet kan corrigeren: zichzelf, een andere correctie, of een van een andere soort of met hetzelfde teken."
        }
        Code::NoWeights => {
            "Geen subsidie van een groep in een stap heeft een gewicht boven nul, zodat er niets is om naar te verdelen."
        }
        Code::WeightMissing => {
            "Een stap verdeelt naar een sleutel die een van haar subsidies niet heeft."
        }
        Code::RuleWithoutArticle => "Een regel van een regeling noemt geen artikel.",
        Code::VersionOrder => "Een versie van een regeling begint niet later dan de vorige.",
        Code::SchemeWithoutVersion => "Een regeling heeft geen versie.",
        Code::VersionsOverlap => "Een versie eindigt niet eerder dan de volgende begint.",
        Code::VersionsGap => "Voor de dagen tussen twee versies geldt geen enkele versie.",
        Code::RuleNeverApplies => {
            "Een regel die nooit iets kan bepalen; de oorzaak staat er in sleutels."
        }
        Code::PercentageWithoutBase => "Bij een percentage staat niet waarvan het wordt genomen.",
        Code::CeilingAboveAward => {
            "Een plafond boven de verlening, dat dus nooit iets begrenst; het bedrag is de verlening."
        }
        Code::CarryOverEndsTooSoon => {
            "Geld mag mee tot een dag die niet na de eigen bestedingsperiode van de jaarschijf ligt."
        }
        Code::WindowOutsideTerm => {
            "Een bestedingsperiode ligt buiten de dagen van de versie of buiten de afrekenperiode; de oorzaak zegt in sleutels welke."
        }
        Code::PartsCycle => {
            "Een onderdeel ligt via zijn groepen in zichzelf, of meer dan 32 groepen diep."
        }
        Code::UnknownPartInRule => {
            "Een regel of groep noemt een onderdeel dat de regeling niet heeft."
        }
        Code::DuplicateName => {
            "Twee onderdelen, plafonds, prijzen of voorbeelden hebben dezelfde naam (prijzen: dezelfde eenheid en eerste dag)."
        }
        Code::RuleWithoutExample => {
            "In geen voorbeeld van het bestand bepaalt een regel iets; de datum is de eerste dag van de versie."
        }
        Code::ExampleDiffers => "Wat uit een voorbeeld komt, is niet wat het verwacht.",
        Code::AdvanceAboveWhole => "De voorschotten per maand zijn samen meer dan het geheel.",
        Code::DraftScheme => {
            "Een subsidie is afgerekend met een conceptregeling; regels die niet zijn verwerkt, worden genoemd."
        }
        Code::WindowBeyondScheme => {
            "Een afspraak verlengt de bestedingsperiode voorbij de regeling; het bedrag rust op die afspraak."
        }
        Code::AboveMaximum => {
            "Een verlening is hoger dan het maximum van de regeling; het bedrag is wat te veel is."
        }
        Code::CarriedBeyondScheme => {
            "Er wordt meer overgeheveld dan de regeling toestaat; het bedrag is wat te veel is."
        }
        Code::StaysOnOwnFunds => {
            "Een deel van een geboekte regel kan de subsidie niet betalen; dat bedrag blijft voor eigen rekening."
        }
        Code::CreditsExceedCosts => {
            "Creditnota's zijn samen hoger dan de kosten waarmee ze konden worden verrekend; het bedrag is wat te veel is."
        }
        Code::RepaidAboveOwed => {
            "Er is meer terugbetaald dan verschuldigd was; het bedrag is wat te veel is."
        }
        Code::PeriodStraddlesWindow => {
            "De periode van een regel loopt over de rand van een bestedingsperiode; het hele bedrag telt op de datum."
        }
        Code::PeriodStraddlesVersions => {
            "De periode van een regel loopt over twee versies van de regeling; die op de datum geldt."
        }
        Code::MoreFindings => "Er waren meer bevindingen dan worden bewaard.",
        Code::AwardBelowSpending => {
            "Een verlening is verlaagd of ingetrokken tot onder wat al is besteed; het bedrag is wat er tekort is."
        }
        Code::EarnedAboveRoom => {
            "Er is meer verdiend dan de verlening toelaat; het bedrag ligt daarboven."
        }
        Code::DimensionMissing => {
            "Een regel kijkt naar een kolom die geen enkele boekingsregel heeft."
        }
        Code::ShareOnOwnFunds => {
            "Een subsidie betaalt maar een deel van haar kosten; het andere deel blijft voor eigen rekening."
        }
        Code::QuantityOutsideWindow => {
            "Een hoeveelheid van een dag waarop de subsidie geen open jaarschijf heeft; zij levert niets op."
        }
        Code::PaidByExclusiveGrant => {
            "Een subsidie mag niet meebetalen aan een regel die een andere subsidie betaalt; het bedrag blijft voor eigen rekening."
        }
        Code::LineOfUnknownPart => {
            "Een regel noemt een onderdeel dat de regeling van haar subsidie niet heeft; daar is geen geld voor."
        }
        Code::VatNotDeducted => {
            "In de kosten van een subsidie zit btw die het btw-compensatiefonds betaalt, en de regeling trekt die niet af; het bedrag kan twee keer worden betaald."
        }
        Code::UnitsAboveMost => {
            "Er zijn meer eenheden gerealiseerd dan waarvoor is verleend; over de rest is niets verdiend."
        }
        Code::IncomeOffNothing => {
            "Inkomsten of bijdragen die de regeling van de kosten aftrekt, gaan van niets af: er zijn geen kosten die op ze lijken; het bedrag gaat naar de eigen middelen."
        }
        Code::CorrectsUnknownLine => {
            "Een boekingsregel corrigeert er een die het dossier niet heeft; zij telt als correctie die bij geen enkele boekingsregel hoort."
        }
        Code::CreditAboveLine => {
            "Een correctie is hoger dan wat er van haar boekingsregel over is; wat te veel is, telt als correctie die bij geen enkele boekingsregel hoort."
        }
        Code::CreditRestatesYear => {
            "Een boekingsregel corrigeert er een uit een ander boekjaar; de afrekening van dat jaar verandert met het bedrag."
        }
        Code::OutsideFlow => {
            "De laagste terugbetaling is berekend zonder een deel van de regels en daarna daaraan aangepast; het bedrag is wat eigen middelen en terugbetaling samen hoogstens lager kunnen zijn."
        }
        Code::StepDimensionMissing => {
            "Een stap kijkt naar een kolom die geen enkele boekingsregel heeft."
        }
        Code::JudgedDimensionMissing => {
            "Een oordeel of aanname over wat subsidiabel is, kijkt naar een kolom die geen enkele boekingsregel heeft."
        }
        Code::DeclaredRowDiffers => {
            "Een rij van een gepubliceerd verloopoverzicht waarvan de bedragen niet op de eindstand uitkomen; het bedrag is het verschil."
        }
        Code::DeclaredRowRounded => {
            "Een rij van een gepubliceerd verloopoverzicht komt niet op de eindstand uit, maar niet meer dan waarop de bron afrondt."
        }
        Code::DeclaredTotalDiffers => {
            "Een totaal van een gepubliceerd verloopoverzicht is niet de som van zijn rijen; rijen van juist dat bedrag worden genoemd."
        }
        Code::DeclaredTotalRounded => {
            "Een totaal van een gepubliceerd verloopoverzicht is niet de som van zijn rijen, maar het verschil is niet meer dan waarop de bron afrondt."
        }
        Code::DeclaredOpeningDiffers => {
            "Een beginstand in een gepubliceerd verloopoverzicht is niet de eindstand van het jaar ervoor."
        }
        Code::DeclaredRollForwardDiffers => {
            "Een gepubliceerd verloopoverzicht zegt iets anders dan de afrekening; het bedrag is het verschil."
        }
        Code::BookingsFolded => {
            "Een stap `least-refund` heeft meer wegen van kosten naar subsidies dan wordt opgelost; kosten die alleen in hun boeking verschillen, telden samen, zodat niet is gezocht naar wat het minst verplaatst."
        }
        Code::TooManyToSolve => {
            "Een stap `least-refund` heeft meer wegen van kosten naar subsidies dan wordt opgelost; de stap volgde de volgorde van de subsidies, en er is geen bewijs dat het verlies het laagst mogelijke is."
        }
        Code::HorizonOutside => {
            "Alle jaren zijn samen gepland zonder regels die niet in een stroom passen; het bedrag is wat terugbetaling en eigen middelen samen hoogstens lager kunnen zijn."
        }
        Code::HorizonUnproven => {
            "Alle jaren zijn samen gepland, maar van sommige regels weet een stroom niet wat zij over de jaren doen; hoeveel lager het verlies kan zijn, is niet bekend."
        }
        Code::HorizonIsChain => {
            "Het plan van alle jaren samen kwam slechter uit dan de jaren één voor één; daarom gelden die."
        }
        Code::HorizonTooMany => {
            "Alle jaren samen hebben meer wegen van kosten naar subsidies dan wordt opgelost; zij zijn één voor één verrekend."
        }
        Code::UnwritableFile => "Een bestand of map kan niet worden geschreven.",
        Code::CarriedByNobody => {
            "Een beginstand heeft geld dat nog tot een latere dag mag worden besteed, terwijl geen regel of afspraak geld van die jaarschijf overhevelt."
        }
        Code::NotPrintable => {
            "Er is verondersteld wat subsidiabel is, zodat het dossier niet als bestanden kan worden bewaard."
        }
        Code::ClosedYearChanges => {
            "Een bedrag van een afgesloten jaar is niet meer wat het bij het afsluiten was; het bedrag is het verschil."
        }
        Code::CreditOfClosedYear => {
            "Een boekingsregel corrigeert er een uit een afgesloten jaar; dat jaar blijft zoals het is, en de correctie telt in haar eigen jaar."
        }
        Code::ClosedOutOfOrder => "De afgesloten jaren zijn niet de eerste boekjaren.",
        Code::OpeningDiffers => {
            "Een beginstand is niet de eindstand van het jaar ervoor; het bedrag is het verschil."
        }
        Code::UnprintableText => {
            "Een tekst in een tabel is leeg, of begint of eindigt met een spatie, en zou uit een bestand anders worden gelezen."
        }
        Code::DeclaredNotation => {
            "Een verloopoverzicht of een tabel met cijfers van anderen is geschreven met andere tekens tussen de velden of in de bedragen dan zij moet hebben."
        }
        Code::UnknownSubject => "Wat moet worden uitgelegd, staat niet in het dossier.",
        Code::UnknownBookYear => "Er wordt uitleg gevraagd van een jaar dat geen boekjaar is.",
        Code::NoWhyNot => "Waarom dit niet is betaald, is een vraag zonder antwoord.",
        Code::BudgetEnds => {
            "Een verwachting volgens de begroting gaat verder dan de begroting; na een dag zijn er geen kosten verwacht."
        }
        Code::AsOfOutside => "De peildatum ligt voor de laatste boekingsregel of na de boekjaren.",
        Code::ThroughOutside => {
            "Het laatste jaar van een verwachting ligt te vroeg, of verder weg dan er wordt gekeken."
        }
        Code::DuplicateFigure => "Twee opgegeven cijfers hebben dezelfde sleutel.",
        Code::UnknownFigure => "Een optelling noemt een cijfer dat niet is opgegeven.",
        Code::SumInItself => "Een opgegeven cijfer telt, via andere, zichzelf op.",
        Code::MalformedScope => "Waarover een opgegeven cijfer gaat, is niet te lezen.",
        Code::MalformedSum => "Een optelling van opgegeven cijfers is niet te lezen.",
        Code::MeasureOfScope => {
            "De opgegeven maat bestaat niet voor waar het cijfer over gaat, zoals wat voor een thema is ontvangen."
        }
        Code::ScopeOfNothing => {
            "Het cijfer gaat over iets wat het dossier niet heeft, en is dus niet vergeleken."
        }
        Code::DeclaredFigureDiffers => {
            "Een opgegeven cijfer is niet wat de jaarafrekening heeft; het bedrag is het verschil, `rest` het deel dat niets verklaart."
        }
        Code::DeclaredSumDiffers => {
            "Een opgegeven cijfer is niet de som van de cijfers waaruit het bestaat; het bedrag is het verschil."
        }
        Code::DeclaredBeyondScheme => {
            "Er is meer overheveling opgegeven dan de regeling toestaat; het bedrag rust op een afspraak."
        }
        Code::NothingBehindFigure => {
            "Er is geld opgegeven dat zou blijven, terwijl terugbetaling en overheveling al het hele saldo zijn."
        }
        Code::UnknownFunding => {
            "De kolom `funding` zegt hoe van een regel bekend is wie haar betaalt, en heeft een ander woord."
        }
        Code::NamedOnly => {
            "Een rij die alleen zegt dat een subsidie wordt genoemd, heeft meer dan dat, of noemt niet één subsidie."
        }
        Code::GrantLeftOut => {
            "Een stuk gaat de subsidies langs en laat er een weg; het bedrag is wat de jaarafrekening ervan heeft."
        }
        Code::DocumentsDiffer => {
            "Twee stukken zeggen van hetzelfde iets anders; het bedrag is het verschil."
        }
        Code::NotAReceipt => "Een bestand is geen rekenbewijs.",
        Code::ReceiptContradicts => {
            "Een rekenbewijs spreekt zichzelf tegen: `input` is niet de hash van wat er verder in staat, dus het is gewijzigd."
        }
        Code::ReceiptOfOtherVersion => {
            "Een rekenbewijs is gemaakt met een andere versie van de bibliotheek."
        }
        Code::ReceiptDossierDiffers => {
            "Het dossier is niet dat van het rekenbewijs: de kop, de subsidies, jaarschijven, afspraken of oordelen."
        }
        Code::ReceiptSchemeDiffers => {
            "De regels van een regeling zijn niet die van het rekenbewijs, of er gelden andere versies van."
        }
        Code::ReceiptSchemeNotUsed => {
            "Het rekenbewijs heeft een regeling waarvan het dossier geen subsidie heeft."
        }
        Code::ReceiptSchemeNotStated => {
            "Het dossier heeft een subsidie van een regeling die het rekenbewijs niet heeft."
        }
        Code::ReceiptRowsDiffer => {
            "Een tabel van het dossier is niet die van het rekenbewijs: een andere rij, een ander bedrag, een andere datum, boeking of dimensie."
        }
        Code::ReceiptDidNotAssume => {
            "Er is iets als subsidiabel verondersteld wat het rekenbewijs niet veronderstelde."
        }
        Code::ReceiptTotalDiffers => {
            "Een totaal is niet dat van het rekenbewijs; het bedrag is hoeveel het nu meer is."
        }
        Code::ReceiptTableDiffers => "Een tabel van de uitkomst is niet die van het rekenbewijs.",
        Code::ReceiptSolvesMore => {
            "Een rekenbewijs is van een berekening waarin `least-refund` meer mocht oplossen dan bij het controleren."
        }
        Code::ReceiptCertificateDiffers => {
            "Het bewijs van `least-refund` is niet dat van het rekenbewijs, of een van beide heeft er geen."
        }
        Code::Internal => "Een fout in de bibliotheek zelf.",
    }
}
