/* Runs the cases of tests/corpus from their folders, and compares what comes out byte by byte: expected.json, for
 * refused cases also expected.txt, the certificate where a flow was solved, the receipt, and the typed rows of all tables. */
#define _POSIX_C_SOURCE 200809L
#include "corpus.h"
#include "receipt.h"
#include "rows_json.h"

/* The certificate must be that of the case; one without a flow has none. */
static void compare_certificate(const char *folder, const koers_settlement *settlement) {
    char path[1200];
    size_t length = 0;
    char *expected;
    char *text;
    koers_status status = koers_settlement_certificate(settlement, NULL, 0, &length);
    CHECK(status == KOERS_STATUS_OK || status == KOERS_STATUS_TOO_SMALL);
    text = (char *)calloc(length + 1, 1);
    OK(koers_settlement_certificate(settlement, text, length + 1, &length));
    if (length > 0)
        OK(koers_certificate_verify(text, length, NULL));
    snprintf(path, sizeof path, "%s/certificate.json", folder);
    expected = whole(path, &length);
    compare(path, expected == NULL ? "" : expected, text);
    free(expected);
    free(text);
}

/* The deadlines of a case that asks for them, from their rows and rendered. */
static void compare_deadlines(const char *folder, const koers_settlement *settlement) {
    char path[1200];
    size_t length = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    koers_deadlines *deadlines = NULL;
    char *asked;
    char *expected;
    char *rows;
    char *text;
    snprintf(path, sizeof path, "%s/deadlines.txt", folder);
    asked = whole(path, &length);
    if (asked == NULL)
        return;
    CHECK(length == 0 || sscanf(asked, "%d-%d-%d", &year, &month, &day) == 3);
    OK(koers_settlement_deadlines(settlement, year * 10000 + month * 100 + day, &deadlines, NULL));
    rows = deadlines_json(deadlines);
    EXPECT(KOERS_STATUS_TOO_SMALL,
           koers_deadlines_render(deadlines, KOERS_FORMAT_JSON, KOERS_LANG_NL, NULL, 0, &length));
    text = (char *)calloc(length + 1, 1);
    OK(koers_deadlines_render(deadlines, KOERS_FORMAT_JSON, KOERS_LANG_NL, text, length + 1, &length));
    snprintf(path, sizeof path, "%s/deadlines.json", folder);
    expected = whole(path, &length);
    CHECK(expected != NULL);
    compare(path, expected == NULL ? "" : expected, text);
    compare(path, expected == NULL ? "" : expected, rows);
    koers_deadlines_free(deadlines);
    free(expected);
    free(text);
    free(rows);
    free(asked);
}

/* The forecast of a case that asks for one, from its rows and rendered. */
static void compare_forecast(const char *folder, const koers_settlement *settlement) {
    char path[1200];
    char basis[16] = "";
    size_t length = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    int through = 0;
    koers_outlook outlook;
    koers_forecast *forecast = NULL;
    char *asked;
    char *expected;
    char *rows;
    char *text;
    snprintf(path, sizeof path, "%s/forecast.txt", folder);
    asked = whole(path, &length);
    if (asked == NULL)
        return;
    CHECK(sscanf(asked, "%15s %d-%d-%d %d", basis, &year, &month, &day, &through) >= 1);
    KOERS_INIT(&outlook);
    outlook.basis = strcmp(basis, "plan") == 0 ? KOERS_BASIS_PLAN : KOERS_BASIS_RUN_RATE;
    outlook.as_of = year * 10000 + month * 100 + day;
    outlook.through = through;
    outlook.horizon = strstr(asked, "horizon") != NULL;
    snprintf(path, sizeof path, "%s/forecast.json", folder);
    expected = whole(path, &length);
    CHECK(expected != NULL);
    if (expected != NULL && strncmp(expected, "{\"findings\"", 11) == 0) {
        report r;
        report_init(&r)->format = KOERS_FORMAT_JSON;
        EXPECT(KOERS_STATUS_REFUSED, koers_settlement_forecast(settlement, &outlook, &forecast, &r.error));
        compare(path, expected, r.text);
        free(expected);
        free(asked);
        return;
    }
    OK(koers_settlement_forecast(settlement, &outlook, &forecast, NULL));
    rows = forecast_json(forecast);
    EXPECT(KOERS_STATUS_TOO_SMALL,
           koers_forecast_render(forecast, KOERS_FORMAT_JSON, KOERS_LANG_NL, NULL, 0, &length));
    text = (char *)calloc(length + 1, 1);
    OK(koers_forecast_render(forecast, KOERS_FORMAT_JSON, KOERS_LANG_NL, text, length + 1, &length));
    compare(path, expected == NULL ? "" : expected, text);
    compare(path, expected == NULL ? "" : expected, rows);
    koers_forecast_free(forecast);
    free(expected);
    free(text);
    free(rows);
    free(asked);
}

/* Loads, changes and settles; what comes out is the settlement as JSON, or why it was refused. */
static koers_status run(const char *folder, const corpus_case *c, koers_error *error, char **json) {
    koers_dossier *dossier = NULL;
    koers_status status = koers_dossier_load(c->folder, strlen(c->folder), &dossier, error);
    koers_settlement *settlement = settle_case(c, dossier, &status, error);
    if (settlement != NULL) {
        char *rows = rows_json(settlement);
        *json = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
        compare(c->folder, *json, rows);
        compare_certificate(folder, settlement);
        compare_receipt(folder, settlement);
        compare_deadlines(folder, settlement);
        compare_forecast(folder, settlement);
        free(rows);
    }
    koers_settlement_free(settlement);
    return status;
}

/* The outcome as text, for the caller to free. */
static char *outcome(const char *folder, const corpus_case *c, int32_t format, koers_status *status) {
    koers_error error;
    char *json = NULL;
    char *text = NULL;
    KOERS_INIT(&error);
    error.format = format;
    do {
        error.capacity = error.length + 4096;
        text = (char *)realloc(text, error.capacity);
        error.data = text;
        *status = run(folder, c, &error, &json);
    } while (error.length >= error.capacity);
    if (json == NULL)
        return text;
    free(text);
    return json;
}

static void compare_file(const char *folder, const char *file, const char *got) {
    char path[1200];
    size_t length = 0;
    char *expected;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    expected = whole(path, &length);
    CHECK(expected != NULL);
    if (expected != NULL)
        compare(path, expected, got);
    free(expected);
}

static void run_case(const char *folder, koers_status expected) {
    corpus_case c;
    koers_status status = KOERS_STATUS_OK;
    char *got;
    read_case(folder, &c);
    got = outcome(folder, &c, KOERS_FORMAT_JSON, &status);
    if (status != expected) {
        failures++;
        fprintf(stderr, "%s: %s\n", folder, koers_status_name(status));
    }
    compare_file(folder, "expected.json", got);
    free(got);
    if (expected == KOERS_STATUS_REFUSED) {
        got = outcome(folder, &c, KOERS_FORMAT_TEXT, &status);
        compare_file(folder, "expected.txt", got);
        free(got);
    }
    free_case(&c);
}

static void good(const char *folder) {
    run_case(folder, KOERS_STATUS_OK);
}

static void bad(const char *folder) {
    run_case(folder, KOERS_STATUS_REFUSED);
}

int main(void) {
    run_all("tests/corpus/good", good);
    run_all("tests/corpus/bad", bad);
    return done();
}
