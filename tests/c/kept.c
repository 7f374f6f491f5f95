/* What-ifs on a settlement by least refund: kept classes of lines give what settling anew gives. */
#include "check.h"

static const int32_t MEASURES[] = {KOERS_MEASURE_ROOM,       KOERS_MEASURE_SPENT,   KOERS_MEASURE_REFUND,
                                   KOERS_MEASURE_CARRY_OVER, KOERS_MEASURE_PENDING, KOERS_MEASURE_OWN_FUNDS};

static koers_settlement *best_of(const koers_dossier *dossier) {
    koers_settle_options options;
    koers_method *method = NULL;
    koers_settlement *settlement = NULL;
    OK(koers_method_parse("least-refund", 12, &method, NULL));
    KOERS_INIT(&options);
    options.method = method;
    OK(koers_dossier_settle_with(dossier, &options, &settlement, NULL));
    koers_method_free(method);
    return settlement;
}

static koers_dossier *assumed(const koers_dossier *dossier) {
    koers_assumption assumption;
    koers_dossier *changed = NULL;
    KOERS_INIT(&assumption);
    assumption.grant = text_of("iza");
    OK(koers_dossier_assume_eligible(dossier, &assumption, &changed, NULL));
    return changed;
}

/* The what-if has the totals, the rows and the certificate of a settlement of the changed dossier. */
static void as_settled_anew(const koers_settlement *settlement, const koers_dossier *changed) {
    koers_settlement *anew = best_of(changed);
    koers_what_if *what_if = NULL;
    koers_settlement_row *rows;
    int64_t expected = 0, found = 0;
    size_t count = 0, written = 0, length = 0, i;
    char *text;
    OK(koers_settlement_what_if(settlement, changed, &what_if, NULL));
    for (i = 0; i < sizeof MEASURES / sizeof *MEASURES; i++) {
        OK(koers_settlement_total(anew, MEASURES[i], &expected));
        OK(koers_what_if_total(what_if, MEASURES[i], &found));
        CHECK(expected == found);
    }
    OK(koers_settlement_row_count(anew, KOERS_TABLE_SETTLEMENT, &written));
    OK(koers_what_if_row_count(what_if, &count));
    CHECK(count == written && count > 0);
    rows = (koers_settlement_row *)calloc(count, sizeof *rows);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_what_if_rows(what_if, rows, sizeof *rows, count - 1, &written));
    OK(koers_what_if_rows(what_if, rows, sizeof *rows, count, &written));
    CHECK(written == count && text_is(rows[0].grant, "clientondersteuning"));
    free(rows);
    OK(koers_what_if_certificate_verify(what_if, NULL));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_what_if_certificate(what_if, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_what_if_certificate(what_if, text, length + 1, &length));
    CHECK(strncmp(text, "{\"format\":1,", 12) == 0);
    free(text);
    koers_what_if_free(what_if);
    koers_settlement_free(anew);
}

static void what_one_more_euro_saves(const koers_settlement *best) {
    koers_award award;
    koers_line_amount cost;
    int64_t saved = 0;
    report r;
    KOERS_INIT(&award);
    award.grant = text_of("iza");
    award.tranche = text_of("2024");
    award.amount = 100;
    saved = 1;
    OK(koers_settlement_saved_by_award(best, &award, &saved, NULL));
    CHECK(saved == 0); /* There is room left, so more of it saves nothing. */
    KOERS_INIT(&cost);
    cost.line = text_of("BZ-1");
    cost.amount = 100;
    OK(koers_settlement_saved_by_cost(best, &cost, &saved, NULL));
    CHECK(saved == 100); /* A euro more of cost is a euro less that goes back. */
    cost.line = text_of("BZ-100");
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_saved_by_cost(best, &cost, &saved, report_init(&r)));
    CHECK(strstr(r.text, "BZ-100") != NULL && saved == 100);
    award.amount = INT64_MAX;
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_saved_by_award(best, &award, &saved, report_init(&r)));
}

static void wrong_arguments(const koers_settlement *best, const koers_dossier *dossier) {
    koers_what_if *what_if = NULL;
    int64_t cents = 0;
    size_t count = 0;
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_what_if(NULL, dossier, &what_if, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_what_if(best, NULL, &what_if, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_what_if(best, dossier, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_saved_by_award(best, NULL, &cents, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_saved_by_cost(best, NULL, &cents, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_what_if_total(NULL, KOERS_MEASURE_REFUND, &cents));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_what_if_row_count(NULL, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_what_if_certificate(NULL, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_what_if_certificate_verify(NULL, NULL));
    CHECK(what_if == NULL);
    koers_what_if_free(NULL);
}

int main(void) {
    koers_dossier *accounts = load(TWENTSE_KOERS);
    koers_dossier *dossier = assumed(accounts);
    koers_dossier *changed = NULL;
    koers_settlement *best = best_of(dossier);
    koers_award award;
    koers_line_amount cost;
    KOERS_INIT(&award);
    award.grant = text_of("gala15");
    award.tranche = text_of("2024");
    award.part = text_of("15");
    award.amount = 1000000;
    OK(koers_dossier_with_award(dossier, &award, &changed, NULL));
    as_settled_anew(best, changed);
    koers_dossier_free(changed);
    OK(koers_dossier_with_preference(dossier, "iza", 3, 1, &changed, NULL));
    as_settled_anew(best, changed);
    koers_dossier_free(changed);
    KOERS_INIT(&cost);
    cost.line = text_of("BZ-7");
    cost.amount = 28000000;
    OK(koers_dossier_with_amounts(dossier, &cost, 1, &changed, NULL));
    as_settled_anew(best, changed);
    koers_dossier_free(changed);
    what_one_more_euro_saves(best);
    wrong_arguments(best, dossier);
    koers_settlement_free(best);
    koers_dossier_free(dossier);
    koers_dossier_free(accounts);
    return done();
}
