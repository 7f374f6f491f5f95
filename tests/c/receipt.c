/* Receipts through C: what verifying those of tests/corpus/receipt finds, and that of the accounts. */
#define _POSIX_C_SOURCE 200809L
#include "receipt.h"

static koers_checked *verified(const char *json, size_t length, const koers_dossier *dossier) {
    koers_checked *checked = NULL;
    OK(koers_receipt_verify("receipt.json", 12, json, length, dossier, &checked, NULL));
    return checked;
}

static void run_case(const char *folder) {
    char path[1200];
    size_t length = 0, ignored = 0;
    char *json;
    char *named;
    char *expected;
    char *shown;
    koers_dossier *dossier;
    koers_checked *checked;
    snprintf(path, sizeof path, "%s/dossier.txt", folder);
    named = whole(path, &ignored);
    CHECK(named != NULL);
    named[strcspn(named, "\n")] = '\0';
    dossier = load(named);
    snprintf(path, sizeof path, "%s/receipt.json", folder);
    json = whole(path, &length);
    CHECK(json != NULL);
    checked = verified(json, length, dossier);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_checked_render(checked, KOERS_FORMAT_JSON, KOERS_LANG_NL, NULL, 0, &length));
    shown = (char *)malloc(length + 1);
    OK(koers_checked_render(checked, KOERS_FORMAT_JSON, KOERS_LANG_NL, shown, length + 1, &length));
    snprintf(path, sizeof path, "%s/expected.json", folder);
    expected = whole(path, &ignored);
    CHECK(expected != NULL);
    compare(path, expected == NULL ? "" : expected, shown);
    koers_checked_free(checked);
    koers_dossier_free(dossier);
    free(named);
    free(json);
    free(expected);
    free(shown);
}

/* A receipt that is written and verified finds nothing; with another booking it tells what differs. */
static void accounts(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    koers_dossier *other = NULL;
    koers_rebooking change;
    koers_checked *checked;
    koers_check_counts counts;
    size_t length = 0;
    char *json = receipt_of(settlement, &length);
    checked = verified(json, length, dossier);
    memset(&counts, 0, sizeof counts);
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors == 0 && counts.warnings == 0 && counts.notices == 0);
    koers_checked_free(checked);

    KOERS_INIT(&change);
    change.line = text_of("BZ-1");
    change.booking = text_of("iza");
    OK(koers_dossier_rebook(dossier, &change, 1, &other, NULL));
    checked = verified(json, length, other);
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors == 0 && counts.warnings > 0 && counts.notices == 0);
    koers_checked_free(checked);
    koers_dossier_free(other);
    free(json);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

static void arguments(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_checked *checked = NULL;
    size_t length = 0;
    report r;
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_receipt(NULL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_receipt_verify(NULL, 1, "", 0, dossier, &checked, report_init(&r)));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_receipt_verify("", 0, "", 0, dossier, &checked, report_init(&r)));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_receipt_verify("r", 1, NULL, 1, dossier, &checked, report_init(&r)));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_receipt_verify("r", 1, "", 0, NULL, &checked, report_init(&r)));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_receipt_verify("r", 1, "", 0, dossier, NULL, report_init(&r)));
    CHECK(checked == NULL);
    OK(koers_receipt_verify("r", 1, "\xff", 1, dossier, &checked, report_init(&r)));
    koers_checked_free(checked);
    koers_dossier_free(dossier);
}

int main(void) {
    run_all("tests/corpus/receipt", run_case);
    accounts();
    arguments();
    return done();
}
