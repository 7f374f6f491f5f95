/* Years through C: published roll-forwards of tests/corpus/roll-forward, and the roll-forward of the accounts. */
#include "corpus.h"

static koers_checked *check_file(const char *csv, size_t length, const koers_settlement *settlement) {
    koers_checked *checked = NULL;
    OK(koers_check_roll_forward("roll_forward.csv", 16, csv, length, settlement, &checked, NULL));
    return checked;
}

static void declared(const char *folder) {
    char path[1200];
    size_t length = 0;
    size_t ignored = 0;
    char *csv;
    char *expected;
    char *named;
    char *shown;
    koers_dossier *dossier = NULL;
    koers_settlement *settlement = NULL;
    koers_checked *checked;
    snprintf(path, sizeof path, "%s/dossier.txt", folder);
    named = whole(path, &ignored);
    if (named != NULL) {
        named[strcspn(named, "\n")] = '\0';
        dossier = load(named);
        settlement = settle(dossier);
    }
    snprintf(path, sizeof path, "%s/roll_forward.csv", folder);
    csv = whole(path, &length);
    CHECK(csv != NULL);
    checked = check_file(csv, length, settlement);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_checked_render(checked, KOERS_FORMAT_JSON, KOERS_LANG_NL, NULL, 0, &length));
    shown = (char *)malloc(length + 1);
    OK(koers_checked_render(checked, KOERS_FORMAT_JSON, KOERS_LANG_NL, shown, length + 1, &length));
    snprintf(path, sizeof path, "%s/expected.json", folder);
    expected = whole(path, &ignored);
    CHECK(expected != NULL);
    compare(path, expected, shown);
    koers_checked_free(checked);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    free(named);
    free(csv);
    free(expected);
    free(shown);
}

static void totals(const koers_settlement *settlement) {
    koers_roll_forward_total_row rows[2];
    char text[4096];
    size_t count = 0;
    size_t length = 0;
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_ROLL_FORWARD_TOTALS, &count));
    CHECK(count == 2);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_roll_forward_totals(settlement, rows, sizeof rows[0], 1, &count));
    OK(koers_settlement_roll_forward_totals(settlement, rows, sizeof rows[0], 2, &count));
    CHECK(text_is(rows[0].funder_group, "rijk") && text_is(rows[0].kind, "liability"));
    CHECK(rows[0].year == 2024 && rows[0].opening == 0 && rows[0].received == 578310600 && rows[0].released == 448236000);
    CHECK(rows[0].repaid == 0 && rows[0].other == 0 && rows[0].closing == 130074600);
    CHECK(text_is(rows[1].funder_group, "other") && rows[1].closing == 39601200 + 434500);
    OK(koers_settlement_render_roll_forward(settlement, KOERS_FORMAT_TEXT, KOERS_LANG_EN, text, sizeof text, &length));
    CHECK(strncmp(text, "Roll-forward 2024: received in advance", 38) == 0 && strlen(text) == length);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_render_roll_forward(settlement, 99, KOERS_LANG_EN, NULL, 0, &length));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE,
           koers_settlement_render_roll_forward(settlement, KOERS_FORMAT_TEXT, 99, NULL, 0, &length));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT,
           koers_settlement_render_roll_forward(NULL, KOERS_FORMAT_TEXT, KOERS_LANG_EN, NULL, 0, &length));
}

/* In 2025 what lapsed stands as refund until it is paid back. */
static void next_year(const koers_settlement *settlement) {
    koers_dossier *next = NULL;
    koers_dossier *draft = NULL;
    koers_settlement *after;
    koers_movement repaid;
    report r;
    OK(koers_settlement_next_year(settlement, &next, report_init(&r)));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_edit(next, &draft, report_init(&r)));
    OK(koers_dossier_build(next, report_init(&r)));
    after = settle(next);
    CHECK(total(after, KOERS_MEASURE_OWED) == 96522500);
    koers_settlement_free(after);
    OK(koers_dossier_edit(next, &draft, report_init(&r)));
    KOERS_INIT(&repaid);
    repaid.grant = text_of("iza");
    repaid.tranche = text_of("2024");
    repaid.kind = KOERS_MOVEMENT_KIND_REPAID;
    repaid.period = text_of("2025-06");
    repaid.amount = 96522500;
    OK(koers_dossier_add_movements(draft, &repaid, 1, report_init(&r)));
    OK(koers_dossier_build(draft, report_init(&r)));
    after = settle(draft);
    CHECK(total(after, KOERS_MEASURE_OWED) == 0 && total(after, KOERS_MEASURE_REPAID) == 96522500);
    /* A file stands where the folder should be. */
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_save(draft, "README.md", 9, report_init(&r)));
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_save(draft, "tests", 5, report_init(&r)));
    koers_settlement_free(after);
    koers_dossier_free(draft);
    koers_dossier_free(next);
}

/* A late invoice of a year that is closed. */
static void restated(const koers_settlement *settlement) {
    koers_dossier *closed = NULL;
    koers_settlement *after;
    koers_restatement_row rows[2];
    static char shown[8192];
    size_t length = 0;
    koers_line late;
    size_t count = 9;
    report r;
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_RESTATEMENT, &count));
    CHECK(count == 0);
    OK(koers_settlement_close(settlement, &closed, report_init(&r)));
    KOERS_INIT(&late);
    late.line = text_of("LATE");
    late.period = text_of("2024-12");
    late.amount = 522500;
    late.grant = text_of("iza");
    OK(koers_dossier_add_lines(closed, &late, 1, report_init(&r)));
    OK(koers_dossier_build(closed, report_init(&r)));
    after = settle(closed);
    OK(koers_settlement_restatement(after, rows, sizeof rows[0], 2, &count));
    CHECK(count == 2 && rows[0].year == 2024 && rows[0].booked == 2025 && text_is(rows[0].measure, "spent"));
    CHECK(rows[0].amount == 522500 && rows[0].before == 436121300 && rows[0].reason_before.length > 0);
    CHECK(text_is(rows[1].measure, "refund") && rows[1].amount == -522500 && rows[1].after == 96000000);
    CHECK(text_is(rows[0].cause, "costs") && text_is(rows[1].cause, "costs"));
    OK(koers_settlement_render_restatement(after, KOERS_FORMAT_TEXT, KOERS_LANG_NL, shown, sizeof shown, &length));
    CHECK(strstr(shown, "een ander bedrag besteed") != NULL && strstr(shown, "terug te betalen") != NULL);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_render_restatement(after, 99, KOERS_LANG_NL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT,
           koers_settlement_render_restatement(NULL, KOERS_FORMAT_TEXT, KOERS_LANG_NL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_restatement(after, rows, sizeof rows[0], 1, &count));
    koers_settlement_free(after);
    koers_dossier_free(closed);
}

static void wrong_arguments(void) {
    koers_checked *checked = NULL;
    koers_check_counts counts;
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_roll_forward("a.csv", 5, "x", 1, NULL, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_roll_forward(NULL, 5, "x", 1, NULL, &checked, NULL));
    CHECK(checked == NULL);
    checked = check_file("", 0, NULL);
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors == 1 && counts.warnings == 0);
    koers_checked_free(checked);
}

int main(void) {
    koers_dossier *dossier = load("examples/twentse-koers-2024");
    koers_settlement *settlement = settle(dossier);
    run_all("tests/corpus/roll-forward", declared);
    totals(settlement);
    next_year(settlement);
    restated(settlement);
    wrong_arguments();
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return done();
}
