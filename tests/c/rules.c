/* What the rules need of a dossier from memory: kinds of lines, VAT, quantities, units, a reserve, judgements,
 * agreements in all their words; and the tables that come of them. */
#include "check.h"

/* A price for each place and day, income and VAT off the costs, a goal to judge, an advance and a duty. */
static const char SCHEME[] =
    "format = 1\n"
    "[scheme]\n"
    "id = \"opvang\"\n"
    "title = \"Opvang\"\n"
    "funder = \"Rijk\"\n"
    "funder_group = \"rijk\"\n"
    "legal_basis = { title = \"Regeling opvang\" }\n"
    "[[versions]]\n"
    "from = 2020-01-01\n"
    "published = 2019-12-01\n"
    "unit = { period = \"calendar-year\", article = \"art. 1\", status = \"text\" }\n"
    "window = { rule = \"tranche-year\", article = \"art. 2\", status = \"text\" }\n"
    "eligible = { rule = \"goal\", goal = \"Opvang\", article = \"art. 3\", status = \"text\" }\n"
    "unspent = { rule = \"refund\", article = \"art. 4\", status = \"text\" }\n"
    "deductions = { kinds = [\"income\", \"contribution\", \"vat\"], article = \"art. 5\", status = \"text\" }\n"
    "advance = { percentage = \"80 %\", article = \"art. 6\", status = \"text\" }\n"
    "refund_terms = [{ kind = \"limitation\", years = 5, article = \"Awb art. 4:57\", status = \"text\" }]\n"
    "[versions.basis]\n"
    "rule = \"price-quantity\"\n"
    "article = \"art. 7\"\n"
    "status = \"text\"\n"
    "prices = [{ unit = \"plek-dag\", price = \"10\", article = \"art. 7\", status = \"text\" }]\n"
    "[[versions]]\n"
    "from = 2024-07-01\n"
    "published = 2024-06-15\n"
    "unit = { period = \"calendar-year\", article = \"art. 1\", status = \"text\" }\n"
    "window = { rule = \"tranche-year\", article = \"art. 2\", status = \"text\" }\n"
    "eligible = { rule = \"any\", article = \"art. 3\", status = \"text\" }\n"
    "unspent = { rule = \"retain\", article = \"art. 4\", status = \"text\" }\n";

static report refused;

static koers_dossier *draft(const char *state) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_grant grant;
    koers_tranche tranche;
    koers_movement movement;
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    info.as_of = 20240601;
    KOERS_INIT(&grant);
    grant.id = text_of("opvang");
    grant.scheme = text_of("opvang");
    grant.state = text_of(state);
    grant.has_reserve = 1;
    grant.reserve = 5000;
    KOERS_INIT(&tranche);
    tranche.grant = text_of("opvang");
    tranche.id = text_of("2024");
    tranche.year = 2024;
    tranche.granted = 100000;
    KOERS_INIT(&movement);
    movement.grant = text_of("opvang");
    movement.tranche = text_of("2024");
    movement.kind = KOERS_MOVEMENT_KIND_RECEIVED;
    movement.period = text_of("2024");
    movement.amount = 80000;
    OK(koers_dossier_new(&info, &dossier, report_init(&refused)));
    OK(koers_dossier_add_scheme(dossier, "opvang.toml", 11, SCHEME, sizeof SCHEME - 1, report_init(&refused)));
    OK(koers_dossier_add_grants(dossier, &grant, 1, report_init(&refused)));
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&refused)));
    OK(koers_dossier_add_movements(dossier, &movement, 1, report_init(&refused)));
    return dossier;
}

static koers_line line(const char *id, int32_t kind, int64_t cents) {
    koers_line out;
    KOERS_INIT(&out);
    out.line = text_of(id);
    out.kind = kind;
    out.period = text_of("2024-05");
    out.amount = cents;
    out.grant = text_of("opvang");
    return out;
}

static koers_quantity quantity(const char *text) {
    koers_quantity out;
    KOERS_INIT(&out);
    out.grant = text_of("opvang");
    out.period = text_of("2024-05");
    out.unit = text_of("plek-dag");
    out.quantity = text_of(text);
    return out;
}

static koers_tranche_units units(const char *unit, const char *text) {
    koers_tranche_units out;
    KOERS_INIT(&out);
    out.grant = text_of("opvang");
    out.tranche = text_of("2024");
    out.unit = text_of(unit);
    out.quantity = text_of(text);
    return out;
}

/* Whether the bucket may pay a line. */
static const char *verdict(const koers_settlement *settlement, const char *id) {
    static char word[32];
    koers_eligibility_row row;
    koers_eligibility *eligibility = NULL;
    size_t count = 0;
    OK(koers_settlement_eligibility(settlement, id, strlen(id), &eligibility, report_init(&refused)));
    OK(koers_eligibility_row_count(eligibility, &count));
    CHECK(count == 1);
    OK(koers_eligibility_rows(eligibility, &row, sizeof row, 1, &count));
    CHECK(text_is(row.line, id) && text_is(row.tranche, "2024") && row.part.data == NULL);
    CHECK(row.rule.length > 0);
    snprintf(word, sizeof word, "%.*s", (int)row.verdict.length, row.verdict.data);
    koers_eligibility_free(eligibility);
    return word;
}

static void terms_table(const koers_settlement *settlement) {
    koers_term_row rows[4];
    size_t count = 0;
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_TERMS, &count));
    CHECK(count == 2);
    OK(koers_settlement_terms(settlement, rows, sizeof rows[0], 4, &count));
    CHECK(text_is(rows[0].kind, "advance") && rows[0].has_amount == 1 && rows[0].amount == 80000);
    CHECK(text_is(rows[1].kind, "limitation") && rows[1].has_amount == 0 && rows[1].years == 5);
}

static void settled(void) {
    koers_dossier *dossier = draft("awarded");
    koers_dossier *later = NULL;
    koers_settlement *settlement;
    koers_line lines[4];
    koers_quantity quantities[2];
    koers_tranche_units limit = units("plek-dag", "60.5");
    koers_eligible_for judgement;
    koers_text named = KOERS_TEXT("L4");
    koers_dimension theme = {KOERS_TEXT("theme"), KOERS_TEXT("wonen")};
    koers_deduction_row rows[8];
    size_t count = 0;
    int64_t vat = 0;
    int64_t income = 0;
    size_t i;
    /* Of 900.00 costs 100.00 VAT and 200.00 income go off: 600.00 is left, and 60.5 x 10.00 = 605.00 is earned. */
    lines[0] = line("L1", KOERS_LINE_KIND_COST, 90000);
    lines[0].vat_compensable = 10000;
    lines[1] = line("L2", KOERS_LINE_KIND_INCOME, 15000);
    lines[2] = line("L3", KOERS_LINE_KIND_CONTRIBUTION, 5000);
    lines[3] = line("L4", KOERS_LINE_KIND_COST, 1000);
    lines[3].grant = text_of(NULL);
    lines[3].dimensions = &theme;
    lines[3].dimension_count = 1;
    quantities[0] = quantity("50");
    quantities[1] = quantity("20.25");
    quantities[1].tranche = text_of("2024");
    quantities[1].source = text_of("register");
    KOERS_INIT(&judgement);
    judgement.grant = text_of("opvang");
    judgement.source = text_of("memo");
    judgement.lines = &named;
    judgement.line_count = 1;
    judgement.only = &theme;
    judgement.only_count = 1;
    judgement.except = &theme;
    judgement.except_count = 1;
    judgement.matching = text_of("any");
    OK(koers_dossier_add_tranche_units(dossier, &limit, 1, report_init(&refused)));
    OK(koers_dossier_add_lines(dossier, lines, 4, report_init(&refused)));
    OK(koers_dossier_add_quantities(dossier, quantities, 1, report_init(&refused)));
    OK(koers_dossier_add_quantities(dossier, quantities + 1, 1, report_init(&refused)));
    OK(koers_dossier_add_eligible_for(dossier, &judgement, 1, report_init(&refused)));
    OK(koers_dossier_build(dossier, report_init(&refused)));
    settlement = settle(dossier);
    CHECK(total(settlement, KOERS_MEASURE_SPENT) == 60000);
    CHECK(total(settlement, KOERS_MEASURE_EARNED) == 60500);
    CHECK(total(settlement, KOERS_MEASURE_RETAINED) == 500);
    CHECK(total(settlement, KOERS_MEASURE_OWN_FUNDS) == 1000);
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_DEDUCTIONS, &count));
    CHECK(count > 0 && count <= 8);
    OK(koers_settlement_deductions(settlement, rows, sizeof rows[0], 8, &count));
    for (i = 0; i < count; i++) {
        CHECK(rows[i].year == 2024 && text_is(rows[i].grant, "opvang"));
        vat += text_is(rows[i].kind, "vat") ? rows[i].amount : 0;
        income += text_is(rows[i].kind, "vat") || !text_is(rows[i].line, "L1") ? 0 : rows[i].amount;
    }
    CHECK(vat == 10000 && income == 20000);
    terms_table(settlement);
    CHECK(strcmp(verdict(settlement, "L1"), "eligible") == 0);
    CHECK(strcmp(verdict(settlement, "L4"), "eligible") == 0);
    koers_settlement_free(settlement);

    /* With the version that was published later: everything is kept, and what was judged doesn't matter. */
    OK(koers_dossier_with_as_of(dossier, 0, &later, report_init(&refused)));
    settlement = settle(later);
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 0 && total(settlement, KOERS_MEASURE_RETAINED) > 0);
    koers_settlement_free(settlement);
    koers_dossier_free(later);
    OK(koers_dossier_with_as_of(dossier, 20240614, &later, report_init(&refused)));
    koers_dossier_free(dossier);
    settlement = settle(later);
    CHECK(total(settlement, KOERS_MEASURE_RETAINED) == 500);
    koers_settlement_free(settlement);
    koers_dossier_free(later);
}

/* A line that meets one of two conditions, judged with `matching`. */
static void judged(const char *matching, const char *expected) {
    koers_dossier *dossier = draft("awarded");
    koers_settlement *settlement;
    koers_eligible_for judgement;
    koers_dimension only[3] = {{KOERS_TEXT("theme"), KOERS_TEXT("wonen")},
                               {KOERS_TEXT("category"), KOERS_TEXT("uren")},
                               {KOERS_TEXT("theme"), KOERS_TEXT("zorg")}};
    koers_line cost = line("L1", KOERS_LINE_KIND_COST, 100);
    cost.grant = text_of(NULL);
    cost.dimensions = &only[2];
    cost.dimension_count = 1;
    KOERS_INIT(&judgement);
    judgement.grant = text_of("opvang");
    judgement.source = text_of("memo");
    judgement.only = only;
    judgement.only_count = 3;
    judgement.matching = text_of(matching);
    OK(koers_dossier_add_lines(dossier, &cost, 1, report_init(&refused)));
    OK(koers_dossier_add_eligible_for(dossier, &judgement, 1, report_init(&refused)));
    OK(koers_dossier_build(dossier, report_init(&refused)));
    settlement = settle(dossier);
    CHECK(strcmp(verdict(settlement, "L1"), expected) == 0);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

/* What is refused is not added; findings say where. */
static void refusals(void) {
    koers_dossier *dossier = draft("awarded");
    koers_line lines[2];
    koers_quantity quantities[2];
    koers_tranche_units limits[3];
    koers_eligible_for judgement;
    koers_dimension pairs[2] = {{KOERS_TEXT("theme"), KOERS_TEXT("wonen")}, {KOERS_TEXT("theme"), KOERS_TEXT("")}};
    lines[0] = line("L1", 3, 1);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_lines(dossier, lines, 1, report_init(&refused)));
    lines[0] = line("L1", 0, 1);
    lines[1] = line("L2", -1, 1);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_lines(dossier, lines, 2, NULL));
    lines[1] = line("L2", 0, 1);
    lines[1].fixed = 2;
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_lines(dossier, lines, 2, report_init(&refused)));
    CHECK(strstr(refused.text, "`fixed`") != NULL);
    lines[1].fixed = 1;
    lines[1].corrects = text_of("a\x02");
    lines[1].vat_compensable = INT64_MIN;
    lines[1].source = text_of("a\x01");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines(dossier, lines, 2, report_init(&refused)));
    CHECK(strstr(refused.text, "cost_lines[2].vat_compensable") != NULL && strstr(refused.text, "K0108") != NULL);
    CHECK(strstr(refused.text, "cost_lines[2].source") != NULL && strstr(refused.text, "K0120") != NULL);
    CHECK(strstr(refused.text, "cost_lines[2].corrects") != NULL);

    quantities[0] = quantity("1");
    quantities[1] = quantity("1e3");
    quantities[1].grant = quantities[1].unit = text_of(NULL);
    quantities[1].date = 20240230;
    quantities[1].period = text_of(NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_quantities(dossier, quantities, 2, report_init(&refused)));
    CHECK(strstr(refused.text, "quantities[2].quantity") != NULL && strstr(refused.text, "K0122") != NULL);
    CHECK(strstr(refused.text, "quantities[2].grant") != NULL && strstr(refused.text, "K0121") != NULL);
    CHECK(strstr(refused.text, "quantities[2].unit") != NULL && strstr(refused.text, "quantities[2].date") != NULL);
    quantities[0].part = text_of("12"); /* found when it is built */
    OK(koers_dossier_add_quantities(dossier, quantities, 1, report_init(&refused)));
    quantities[1] = quantity(NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_quantities(dossier, quantities + 1, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "quantities[2].quantity") != NULL && strstr(refused.text, "K0121") != NULL);

    limits[0] = units("plek-dag", "-1");
    limits[1] = units("uur", "0.1234567");
    limits[2] = units(NULL, "1");
    limits[2].part = text_of("12");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_units(dossier, limits, 3, report_init(&refused)));
    CHECK(strstr(refused.text, "units[0].quantity") != NULL && strstr(refused.text, "K0122") != NULL);
    CHECK(strstr(refused.text, "units[1].quantity") != NULL && strstr(refused.text, "K0122") != NULL);
    CHECK(strstr(refused.text, "units[2].unit") != NULL && strstr(refused.text, "units[2].tranche") != NULL);
    limits[0] = limits[1] = units("uur", "2");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_units(dossier, limits, 2, report_init(&refused)));
    CHECK(strstr(refused.text, "units[1].unit") != NULL && strstr(refused.text, "K0313") != NULL);
    OK(koers_dossier_add_tranche_units(dossier, limits, 1, NULL));
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_units(dossier, limits, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "units[0].unit") != NULL);
    limits[0].grant = text_of("nobody");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_units(dossier, limits, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "K0205") != NULL);

    KOERS_INIT(&judgement);
    judgement.matching = text_of("most");
    judgement.only = pairs;
    judgement.only_count = 2;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_eligible_for(dossier, &judgement, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "eligible_for[0].only.theme[1]") != NULL && strstr(refused.text, "K0120") != NULL);
    CHECK(strstr(refused.text, "eligible_for[0].match") != NULL && strstr(refused.text, "K0104") != NULL);
    CHECK(strstr(refused.text, "K0102") != NULL);
    judgement.only_count = 0;
    judgement.matching = text_of(NULL);
    judgement.grant = text_of("nobody");
    judgement.source = text_of("memo");
    OK(koers_dossier_add_eligible_for(dossier, &judgement, 1, report_init(&refused)));
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_build(dossier, report_init(&refused)));
    CHECK(strstr(refused.text, "K0205") != NULL && strstr(refused.text, "K0223") != NULL);
    CHECK(strstr(refused.text, "quantities[1].part") != NULL && strstr(refused.text, "K0104") != NULL);
    koers_dossier_free(dossier);
}

static koers_agreement agreement(const char *rule, const char *limit, const char *of, const char *end) {
    koers_agreement out;
    KOERS_INIT(&out);
    out.grant = text_of("opvang");
    out.source = text_of("letter");
    out.unspent = text_of(rule);
    out.unspent_limit = text_of(limit);
    out.unspent_of = text_of(of);
    out.unspent_until_end = text_of(end);
    return out;
}

/* The word of an agreement decides what becomes of what is left. */
static void agreed(koers_agreement said, int32_t measure, int64_t cents) {
    koers_dossier *dossier = draft("awarded");
    koers_settlement *settlement;
    OK(koers_dossier_add_agreements(dossier, &said, 1, report_init(&refused)));
    CHECK(refused.text[0] == '\0');
    OK(koers_dossier_build(dossier, report_init(&refused)));
    settlement = settle(dossier);
    CHECK(total(settlement, measure) == cents);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

static void agreements(void) {
    const int32_t years[2] = {2023, 2025};
    koers_agreement said = agreement("carry-over", "20 %", "award", "next-year-end");
    koers_dossier *dossier = draft("awarded");
    /* The award is 1000.00, 800.00 came in, nothing was spent; the reserve has 50.00. */
    agreed(agreement("refund", NULL, NULL, NULL), KOERS_MEASURE_REFUND, 80000);
    agreed(agreement("by-agreement", NULL, NULL, NULL), KOERS_MEASURE_REFUND, 80000);
    agreed(agreement("retain", NULL, NULL, NULL), KOERS_MEASURE_RETAINED, 100000);
    agreed(agreement("reserve", "20 %", "award", NULL), KOERS_MEASURE_RETAINED, 15000);
    agreed(said, KOERS_MEASURE_CARRY_OVER, 20000);
    agreed(agreement("carry-over", "10 %", "last-year", "next-unit-end"), KOERS_MEASURE_CARRY_OVER, 10000);
    agreed(agreement("carry-over", "123.45", NULL, "next-unit-end"), KOERS_MEASURE_CARRY_OVER, 12345);
    said.unspent_to = text_of("any-part");
    said.unspent_tranche_years = years;
    said.unspent_tranche_year_count = 2;
    agreed(said, KOERS_MEASURE_CARRY_OVER, 0);
    said.unspent_until_end = text_of(NULL);
    said.unspent_until = 20251231;
    said.unspent_tranche_year_count = 0;
    agreed(said, KOERS_MEASURE_CARRY_OVER, 20000);

    said.unspent_until_end = text_of("next-year-end"); /* and a date */
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_agreements(dossier, &said, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "agreements[0].unspent.until") != NULL && strstr(refused.text, "K0114") != NULL);
    said.unspent_until = 0;
    said.unspent_of = text_of(NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_agreements(dossier, &said, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "K0307") != NULL);
    said.unspent_of = text_of("award");
    said.unspent_to = text_of("elsewhere");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_agreements(dossier, &said, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "agreements[0].unspent.to") != NULL && strstr(refused.text, "K0104") != NULL);
    said = agreement(NULL, NULL, NULL, NULL);
    said.unspent_to = text_of("any-part");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_agreements(dossier, &said, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "K0102") != NULL);
    said.unspent_tranche_years = NULL;
    said.unspent_tranche_year_count = 1;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_agreements(dossier, &said, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "`agreements[0].unspent_tranche_years`") != NULL);
    koers_dossier_free(dossier);
}

int main(void) {
    settled();
    judged("any", "eligible");
    judged("all", "goal");
    judged(NULL, "goal");
    refusals();
    agreements();
    return done();
}
