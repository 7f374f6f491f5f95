/* The tables of what is made from a settlement, as Arrow streams: they hold what the same tables as JSON hold. */
#include "arrow_types.h"
#include "corpus.h"
#include "rows_json.h"

static int bit(const void *bits, int64_t at) {
    return ((const unsigned char *)bits)[at / 8] >> at % 8 & 1;
}

/* The days since 1970 as yyyymmdd. */
static int32_t calendar(int32_t days) {
    static const int32_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = 1970;
    int32_t month = 0;
    CHECK(days >= 0);
    for (;; year++) {
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        if (days < 365 + leap) {
            while (days >= lengths[month] + (leap && month == 1)) {
                days -= lengths[month] + (leap && month == 1);
                month++;
            }
            return year * 10000 + (month + 1) * 100 + days + 1;
        }
        days -= 365 + leap;
    }
}

/* A number with six decimals, of which those at the end that are zero are not written. */
static void put_quantity(json_out *out, const char *name, int64_t millionths) {
    char digits[48];
    size_t length;
    CHECK(millionths >= 0);
    snprintf(digits, sizeof digits, "\"%lld.%06d", (long long)(millionths / 1000000), (int)(millionths % 1000000));
    for (length = strlen(digits); digits[length - 1] == '0'; length--) continue;
    if (digits[length - 1] == '.') length--;
    digits[length] = '"';
    digits[length + 1] = '\0';
    put_name(out, name);
    put(out, digits);
}

static void put_value(json_out *out, const struct ArrowSchema *column, const struct ArrowArray *values, int64_t row) {
    int64_t at = row + values->offset;
    const char *format = column->format;
    if (values->null_count != 0 && values->buffers[0] != NULL && !bit(values->buffers[0], at)) {
        put_name(out, column->name);
        put(out, "null");
    } else if (strcmp(format, "l") == 0) {
        put_int(out, column->name, (int32_t)((const int64_t *)values->buffers[1])[at]);
    } else if (strcmp(format, "b") == 0) {
        put_name(out, column->name);
        put(out, bit(values->buffers[1], at) ? "true" : "false");
    } else if (strcmp(format, "tdD") == 0) {
        put_date(out, column->name, calendar(((const int32_t *)values->buffers[1])[at]));
    } else if (strcmp(format, "d:18,2") == 0) {
        /* The lower half of sixteen bytes. */
        put_amount(out, column->name, ((const int64_t *)values->buffers[1])[2 * at], 0);
    } else if (strcmp(format, "d:18,6") == 0) {
        put_quantity(out, column->name, ((const int64_t *)values->buffers[1])[2 * at]);
    } else {
        const int32_t *ends = (const int32_t *)values->buffers[1];
        koers_text text;
        CHECK(strcmp(format, "u") == 0);
        text.data = (const char *)values->buffers[2] + ends[at];
        text.length = (size_t)(ends[at + 1] - ends[at]);
        put_text(out, column->name, text);
    }
}

/* All rows of a stream as a list, in memory that the caller frees. The stream is released. */
static char *list_of(struct ArrowArrayStream *stream, int64_t *rows) {
    struct ArrowSchema schema;
    json_out out = {NULL, 0, 0, 0};
    *rows = 0;
    CHECK(stream->get_schema(stream, &schema) == 0);
    CHECK(strcmp(schema.format, "+s") == 0);
    put(&out, "[");
    for (;;) {
        struct ArrowArray batch;
        int64_t row;
        int64_t column;
        CHECK(stream->get_next(stream, &batch) == 0);
        if (batch.release == NULL) break;
        CHECK(batch.n_children == schema.n_children);
        for (row = 0; row < batch.length; row++) {
            put(&out, (*rows)++ > 0 ? ",\n" : "\n");
            out.first = 1;
            for (column = 0; column < batch.n_children; column++)
                put_value(&out, schema.children[column], batch.children[column], row + batch.offset);
            put(&out, "}");
        }
        batch.release(&batch);
    }
    put(&out, *rows > 0 ? "\n]" : "]");
    schema.release(&schema);
    stream->release(stream);
    CHECK(stream->release == NULL);
    return out.text;
}

/* The rows of a stream stand in a text, after the name of their table where that is one of several. */
static void stands_in(const char *json, const char *name, struct ArrowArrayStream *stream) {
    char label[64];
    int64_t rows;
    char *list = list_of(stream, &rows);
    const char *found = json;
    if (name != NULL) {
        snprintf(label, sizeof label, "\"%s\":", name);
        found = strstr(json, label);
        CHECK(found != NULL);
        found = found == NULL ? "" : found + strlen(label);
    }
    if (strncmp(found, list, strlen(list)) != 0) {
        failures++;
        fprintf(stderr, "%s differs: %.400s\nin JSON: %.400s\n", name == NULL ? "the table" : name, list, found);
    }
    free(list);
}

/* What a render function writes, in memory that the caller frees. */
#define RENDERED(text, call)                            \
    do {                                                \
        size_t length = 0;                              \
        char *data = NULL;                              \
        size_t room = 0;                                \
        EXPECT(KOERS_STATUS_TOO_SMALL, call);           \
        room = length + 1;                              \
        (text) = data = (char *)malloc(room);           \
        OK(call);                                       \
    } while (0)

static void ahead(const koers_settlement *settlement) {
    koers_deadlines *deadlines = NULL;
    koers_forecast *forecast = NULL;
    koers_scenarios *scenarios = NULL;
    koers_diff *diff = NULL;
    koers_outlook outlook;
    koers_scenario named[2];
    struct ArrowArrayStream stream;
    char *json;
    OK(koers_settlement_deadlines(settlement, 0, &deadlines, NULL));
    RENDERED(json, koers_deadlines_render(deadlines, KOERS_FORMAT_JSON, KOERS_LANG_NL, data, room, &length));
    OK(koers_deadlines_arrow(deadlines, KOERS_TABLE_DEADLINES, &stream));
    stands_in(json, "deadlines", &stream);
    OK(koers_deadlines_arrow(deadlines, KOERS_TABLE_DEADLINE_TOTALS, &stream));
    stands_in(json, "deadline_totals", &stream);
    free(json);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_deadlines_arrow(deadlines, KOERS_TABLE_FORECAST, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_deadlines_arrow(deadlines, KOERS_TABLE_DEADLINES, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_deadlines_arrow(NULL, KOERS_TABLE_DEADLINES, &stream));
    koers_deadlines_free(deadlines);

    KOERS_INIT(&outlook);
    outlook.basis = KOERS_BASIS_RUN_RATE;
    outlook.horizon = 1;
    OK(koers_settlement_forecast(settlement, &outlook, &forecast, NULL));
    RENDERED(json, koers_forecast_render(forecast, KOERS_FORMAT_JSON, KOERS_LANG_NL, data, room, &length));
    OK(koers_forecast_arrow(forecast, KOERS_TABLE_FORECAST, &stream));
    stands_in(json, "forecast", &stream);
    OK(koers_forecast_arrow(forecast, KOERS_TABLE_FORECAST_YEARS, &stream));
    stands_in(json, "forecast_years", &stream);
    OK(koers_forecast_arrow(forecast, KOERS_TABLE_HORIZON, &stream));
    stands_in(json, "horizon", &stream);
    free(json);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_forecast_arrow(forecast, KOERS_TABLE_DEADLINES, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_arrow(NULL, KOERS_TABLE_FORECAST, &stream));

    KOERS_INIT(&named[0]);
    named[0].name = text_of("nu");
    named[0].forecast = forecast;
    named[1] = named[0];
    named[1].name = text_of("straks");
    OK(koers_forecast_side_by_side(named, 2, &scenarios, NULL));
    OK(koers_forecast_diff(forecast, forecast, &diff, NULL));
    koers_forecast_free(forecast);
    RENDERED(json, koers_scenarios_render(scenarios, KOERS_FORMAT_JSON, KOERS_LANG_NL, data, room, &length));
    OK(koers_scenarios_arrow(scenarios, &stream));
    koers_scenarios_free(scenarios);
    stands_in(json, NULL, &stream);
    free(json);
    OK(koers_diff_arrow(diff, &stream));
    stands_in("[]", NULL, &stream);
    koers_diff_free(diff);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_scenarios_arrow(NULL, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_diff_arrow(NULL, &stream));
}

static void beside(const koers_dossier *dossier, const koers_settlement *settlement) {
    koers_rebooking rebooking;
    koers_dossier *changed = NULL;
    koers_settlement *other = NULL;
    koers_diff *diff = NULL;
    koers_by *by = NULL;
    koers_eligibility *eligibility = NULL;
    koers_text dimension = text_of("theme");
    struct ArrowArrayStream stream;
    char *json;
    KOERS_INIT(&rebooking);
    rebooking.line = text_of("BZ-1");
    rebooking.booking = text_of("iza");
    OK(koers_dossier_rebook(dossier, &rebooking, 1, &changed, NULL));
    other = settle(changed);
    OK(koers_settlement_diff(other, settlement, &diff, NULL));
    RENDERED(json, koers_diff_render(diff, KOERS_FORMAT_JSON, data, room, &length));
    OK(koers_diff_arrow(diff, &stream));
    stands_in(json, NULL, &stream);
    CHECK(strlen(json) > 100);
    free(json);
    koers_diff_free(diff);
    koers_settlement_free(other);
    koers_dossier_free(changed);

    OK(koers_settlement_by(settlement, &dimension, 1, &by, NULL));
    RENDERED(json, koers_by_render(by, KOERS_FORMAT_JSON, data, room, &length));
    OK(koers_by_arrow(by, &stream));
    stands_in(json, NULL, &stream);
    free(json);
    koers_by_free(by);

    OK(koers_settlement_eligibility(settlement, "BZ-1", 4, &eligibility, NULL));
    RENDERED(json, koers_eligibility_render(eligibility, KOERS_FORMAT_JSON, data, room, &length));
    OK(koers_eligibility_arrow(eligibility, &stream));
    stands_in(json, NULL, &stream);
    free(json);
    koers_eligibility_free(eligibility);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_by_arrow(NULL, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_eligibility_arrow(NULL, &stream));
}

static void what_if(const koers_dossier *dossier, const koers_settlement *settlement) {
    koers_what_if *found = NULL;
    struct ArrowArrayStream stream;
    char *json = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
    OK(koers_settlement_what_if(settlement, dossier, &found, NULL));
    OK(koers_what_if_arrow(found, KOERS_TABLE_SETTLEMENT, &stream));
    stands_in(json, "settlement", &stream);
    OK(koers_what_if_arrow(found, KOERS_TABLE_OUTCOMES, &stream));
    stands_in(json, "outcomes", &stream);
    OK(koers_what_if_arrow(found, KOERS_TABLE_ROLL_FORWARD, &stream));
    stands_in(json, "roll_forward", &stream);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_what_if_arrow(found, KOERS_TABLE_ALLOCATIONS, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_what_if_arrow(NULL, KOERS_TABLE_SETTLEMENT, &stream));
    free(json);
    koers_what_if_free(found);
}

static void reconciled(const koers_settlement *settlement) {
    static const struct {
        int32_t table;
        const char *name;
    } tables[] = {
        {KOERS_TABLE_FIGURES, "reconciliation"},    {KOERS_TABLE_BRIDGES, "bridge"},
        {KOERS_TABLE_GRANT_BUDGETS, "grant_budgets"}, {KOERS_TABLE_UNCONFIRMED, "unconfirmed"},
        {KOERS_TABLE_FUNDING, "funding"},           {KOERS_TABLE_POSSIBLE, "possible"},
    };
    koers_reconciliation *found = NULL;
    koers_reconciliation_counts counts;
    struct ArrowArrayStream stream;
    size_t length = 0;
    size_t at;
    int64_t rows = 0;
    char *csv = whole(TWENTSE_KOERS "/declared.csv", &length);
    char *json;
    OK(koers_settlement_reconcile(settlement, "declared.csv", 12, csv, length, &found, NULL));
    free(csv);
    RENDERED(json, koers_reconciliation_render(found, KOERS_FORMAT_JSON, KOERS_LANG_NL, data, room, &length));
    for (at = 0; at < sizeof tables / sizeof tables[0]; at++) {
        OK(koers_reconciliation_arrow(found, tables[at].table, KOERS_LANG_NL, &stream));
        stands_in(json, tables[at].name, &stream);
    }
    free(json);
    OK(koers_reconciliation_count(found, &counts, sizeof counts));
    OK(koers_reconciliation_arrow(found, KOERS_TABLE_FINDINGS, KOERS_LANG_EN, &stream));
    free(list_of(&stream, &rows));
    CHECK(rows > 0 && (size_t)rows == counts.findings);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_reconciliation_arrow(found, KOERS_TABLE_TERMS, KOERS_LANG_NL, &stream));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_reconciliation_arrow(found, KOERS_TABLE_FIGURES, 99, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_reconciliation_arrow(NULL, KOERS_TABLE_FIGURES, KOERS_LANG_NL, &stream));
    koers_reconciliation_free(found);
}

static void schemes_and_checks(void) {
    koers_schemes *schemes = NULL;
    koers_checked *checked = NULL;
    struct ArrowArrayStream stream;
    const char *toml = "id = \"x\"\n";
    int64_t rows = 0;
    char *json;
    OK(koers_schemes_new(&schemes, NULL));
    RENDERED(json, koers_schemes_render(schemes, KOERS_FORMAT_JSON, KOERS_LANG_NL, data, room, &length));
    OK(koers_schemes_arrow(schemes, KOERS_LANG_NL, &stream));
    stands_in(json, NULL, &stream);
    free(json);
    koers_schemes_free(schemes);
    OK(koers_check_scheme("x.toml", 6, toml, strlen(toml), &checked, NULL));
    OK(koers_checked_arrow(checked, KOERS_LANG_EN, &stream));
    free(list_of(&stream, &rows));
    CHECK(rows > 0);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_checked_arrow(checked, 99, &stream));
    koers_checked_free(checked);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_checked_arrow(NULL, KOERS_LANG_EN, &stream));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_arrow(NULL, KOERS_LANG_EN, &stream));
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    ahead(settlement);
    beside(dossier, settlement);
    what_if(dossier, settlement);
    reconciled(settlement);
    schemes_and_checks();
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return done();
}
