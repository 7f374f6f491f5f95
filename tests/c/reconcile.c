/* Declared figures through C: the cases of tests/corpus/reconcile, and the rows of the accounts. */
#include "corpus.h"

static koers_reconciliation *reconcile(const koers_settlement *settlement, const char *path) {
    koers_reconciliation *found = NULL;
    size_t length = 0;
    char *csv = whole(path, &length);
    report r;
    CHECK(csv != NULL);
    OK(koers_settlement_reconcile(settlement, "declared.csv", 12, csv, length, &found, report_init(&r)));
    free(csv);
    return found;
}

static char *shown(const koers_reconciliation *found, int32_t format, int32_t lang) {
    size_t length = 0;
    char *text;
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_reconciliation_render(found, format, lang, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_reconciliation_render(found, format, lang, text, length + 1, &length));
    return text;
}

static void expect(const char *folder, const char *name, char *found) {
    char path[1200];
    size_t ignored = 0;
    char *expected;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    expected = whole(path, &ignored);
    CHECK(expected != NULL);
    compare(path, expected, found);
    free(expected);
    free(found);
}

static void one_case(const char *folder) {
    char path[1200];
    size_t length = 0;
    koers_dossier *dossier;
    koers_settlement *settlement;
    koers_reconciliation *found = NULL;
    report r;
    char *named;
    snprintf(path, sizeof path, "%s/dossier.txt", folder);
    named = whole(path, &length);
    if (named != NULL) named[strcspn(named, "\n")] = '\0';
    dossier = load(named != NULL ? named : "examples/twentse-koers-2024");
    settlement = settle(dossier);
    free(named);
    snprintf(path, sizeof path, "%s/declared.txt", folder);
    named = whole(path, &length);
    if (named != NULL) {
        named[strcspn(named, "\n")] = '\0';
        snprintf(path, sizeof path, "%s", named);
    } else {
        snprintf(path, sizeof path, "%s/declared.csv", folder);
    }
    if (strstr(folder, "refused") != NULL) {
        char *csv = whole(path, &length);
        EXPECT(KOERS_STATUS_REFUSED,
               koers_settlement_reconcile(settlement, "declared.csv", 12, csv, length, &found, report_init(&r)));
        CHECK(found == NULL && r.error.length > 0);
        free(csv);
    } else {
        found = reconcile(settlement, path);
        expect(folder, "expected.json", shown(found, KOERS_FORMAT_JSON, KOERS_LANG_NL));
        expect(folder, "expected.txt", shown(found, KOERS_FORMAT_TEXT, KOERS_LANG_NL));
        expect(folder, "expected.en.txt", shown(found, KOERS_FORMAT_TEXT, KOERS_LANG_EN));
        koers_reconciliation_free(found);
    }
    free(named);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

static void rows(void) {
    koers_dossier *dossier = load("examples/twentse-koers-2024");
    koers_settlement *settlement = settle(dossier);
    koers_reconciliation *found = reconcile(settlement, "examples/twentse-koers-2024/declared.csv");
    koers_reconciliation_counts counts;
    koers_reconciliation_row figures[200];
    koers_bridge_row bridges[50];
    koers_grant_budget_row grants[10];
    koers_unconfirmed_row unconfirmed[50];
    koers_funding_row funding[50];
    koers_possible_row possible[10];
    koers_finding_row findings[50];
    size_t count = 0;
    size_t at;
    int seen = 0;
    /* A reconciliation needs neither. */
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    OK(koers_reconciliation_count(found, &counts, sizeof counts));
    CHECK(counts.agrees == 0 && counts.figures == 102 && counts.grants == 5 && counts.possible == 0);
    OK(koers_reconciliation_figures(found, figures, sizeof figures[0], 200, &count));
    CHECK(count == counts.figures);
    for (at = 0; at < count; at++) {
        if (text_is(figures[at].key, "totaal.niet-begroot")) {
            seen++;
            CHECK(figures[at].declared == 38374400 && figures[at].has_computed == 1 && figures[at].computed == 38579600);
            CHECK(figures[at].unexplained == -205200 && figures[at].year == 2024 && text_is(figures[at].source, "r.3117"));
        }
    }
    CHECK(seen == 1);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_reconciliation_bridges(found, bridges, sizeof bridges[0], 1, &count));
    OK(koers_reconciliation_bridges(found, bridges, sizeof bridges[0], 50, &count));
    CHECK(count == counts.bridges && text_is(bridges[0].cause, "another-grant") && text_is(bridges[0].line, "BZ-1"));
    OK(koers_reconciliation_grants(found, grants, sizeof grants[0], 10, &count));
    CHECK(count == 5 && grants[0].left == 6154800);
    OK(koers_reconciliation_unconfirmed(found, unconfirmed, sizeof unconfirmed[0], 50, &count));
    CHECK(count == 13 && text_is(unconfirmed[0].confirmed, "once"));
    OK(koers_reconciliation_funding(found, funding, sizeof funding[0], 50, &count));
    CHECK(count == 17 && text_is(funding[0].line, "BZ-1") && text_is(funding[0].result, "forced"));
    OK(koers_reconciliation_possible(found, possible, sizeof possible[0], 10, &count));
    OK(koers_reconciliation_findings(found, KOERS_LANG_EN, findings, sizeof findings[0], 50, &count));
    CHECK(count == counts.findings);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_reconciliation_findings(found, 9, findings, sizeof findings[0], 50, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_reconciliation_count(NULL, &counts, sizeof counts));
    koers_reconciliation_free(found);
    koers_reconciliation_free(NULL);
}

int main(void) {
    run_all("tests/corpus/reconcile", one_case);
    rows();
    return done();
}
