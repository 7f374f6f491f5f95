/* Typed rows are the same tables as the canonical JSON: as many rows, the same sums, the same texts. */
#include "check.h"

/* By the number of a koers_table; the JSON has another order. */
static const char *const TABLES[] = {"\"settlement\":[", "\"outcomes\":[", "\"roll_forward\":[", "\"allocations\":[",
                                     "\"own_funds\":[",  "\"findings\":[", "\"deductions\":[",   "\"terms\":["};

/* Where a table starts and ends in the JSON of a settlement. */
static const char *section(const char *json, int32_t table, const char **end) {
    const char *start = strstr(json, TABLES[table - 1]);
    size_t i;
    CHECK(start != NULL);
    *end = json + strlen(json);
    for (i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        const char *other = strstr(start + 1, TABLES[i]);
        if (other != NULL && other < *end)
            *end = other;
    }
    return start;
}

/* The rows of a table in the JSON: one a line. */
static size_t json_rows(const char *json, int32_t table) {
    const char *end;
    const char *at = section(json, table, &end);
    size_t rows = 0;
    while ((at = strstr(at, "\n{")) != NULL && at < end) {
        rows++;
        at++;
    }
    return rows;
}

/* The sum of a column of amounts in the JSON, in cents. */
static int64_t json_sum(const char *json, int32_t table, const char *column) {
    char key[64];
    const char *end;
    const char *at = section(json, table, &end);
    int64_t sum = 0;
    snprintf(key, sizeof key, "\"%s\":\"", column);
    while ((at = strstr(at, key)) != NULL && at < end) {
        int negative;
        int64_t cents = 0;
        at += strlen(key);
        negative = *at == '-';
        for (; *at != '"'; at++)
            if (*at >= '0' && *at <= '9')
                cents = cents * 10 + (*at - '0');
        sum += negative ? -cents : cents;
    }
    return sum;
}

static size_t count_of(const koers_settlement *settlement, int32_t table) {
    size_t count = 0;
    OK(koers_settlement_row_count(settlement, table, &count));
    return count;
}

#define SUM(rows, count, column, sum)         \
    do {                                      \
        size_t at;                            \
        (sum) = 0;                            \
        for (at = 0; at < (count); at++)      \
            (sum) += (rows)[at].column;       \
    } while (0)

#define SAME(table, rows, count, column)                                 \
    do {                                                                 \
        int64_t sum;                                                     \
        SUM(rows, count, column, sum);                                   \
        CHECK(sum == json_sum(json, table, #column));                    \
    } while (0)

#define READ(type, table, reader)                                        \
    size_t count = count_of(settlement, table);                          \
    type *rows = (type *)calloc(count + 1, sizeof(type));                \
    OK(reader(settlement, rows, sizeof(type), count + 1, &count));       \
    CHECK(count == json_rows(json, table))

static void settlement_table(const koers_settlement *settlement, const char *json) {
    int64_t sum;
    size_t i;
    READ(koers_settlement_row, KOERS_TABLE_SETTLEMENT, koers_settlement_rows);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, opening);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, granted);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, room);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, received);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, repaid);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, earned);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, spent);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, balance);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, owed);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, refund);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, carry_over);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, pending);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, retained);
    SAME(KOERS_TABLE_SETTLEMENT, rows, count, receivable);
    SUM(rows, count, refund, sum);
    CHECK(sum == total(settlement, KOERS_MEASURE_REFUND));
    for (i = 0; i < count; i++) {
        CHECK(rows[i].balance == rows[i].opening + rows[i].received - rows[i].repaid - rows[i].spent);
        CHECK((rows[i].carry_over_until == 0) == (rows[i].carry_over == 0));
        if (text_is(rows[i].grant, "gala15")) {
            CHECK(text_is(rows[i].part, "15") && rows[i].carry_over_until == 20261231);
            CHECK(text_is(rows[i].scheme, "brede-spuk") && text_is(rows[i].funder_group, "rijk"));
        } else {
            CHECK(rows[i].part.data == NULL && rows[i].part.length == 0);
        }
    }
    free(rows);
}

static void other_tables(const koers_settlement *settlement, const char *json) {
    {
        READ(koers_outcome_row, KOERS_TABLE_OUTCOMES, koers_settlement_outcomes);
        SAME(KOERS_TABLE_OUTCOMES, rows, count, amount);
        CHECK(count > 0 && rows[0].year == 2024 && rows[0].reason.length > 0);
        free(rows);
    }
    {
        READ(koers_roll_forward_row, KOERS_TABLE_ROLL_FORWARD, koers_settlement_roll_forward);
        SAME(KOERS_TABLE_ROLL_FORWARD, rows, count, released);
        SAME(KOERS_TABLE_ROLL_FORWARD, rows, count, closing);
        CHECK(count > 0 && text_is(rows[0].kind, "liability"));
        free(rows);
    }
    {
        READ(koers_allocation_row, KOERS_TABLE_ALLOCATIONS, koers_settlement_allocations);
        SAME(KOERS_TABLE_ALLOCATIONS, rows, count, amount);
        CHECK(count > 0 && text_is(rows[0].step, "booked") && text_is(rows[0].reason, "booked"));
        free(rows);
    }
    {
        READ(koers_deduction_row, KOERS_TABLE_DEDUCTIONS, koers_settlement_deductions);
        SAME(KOERS_TABLE_DEDUCTIONS, rows, count, amount);
        free(rows);
    }
    {
        READ(koers_term_row, KOERS_TABLE_TERMS, koers_settlement_terms);
        SAME(KOERS_TABLE_TERMS, rows, count, amount);
        CHECK(count > 0 && rows[0].year == 2024 && rows[0].rule.length > 0);
        free(rows);
    }
    {
        READ(koers_own_funds_row, KOERS_TABLE_OWN_FUNDS, koers_settlement_own_funds);
        SAME(KOERS_TABLE_OWN_FUNDS, rows, count, amount);
        free(rows);
    }
}

static koers_status findings_nl(const koers_settlement *settlement, koers_finding_row *rows, size_t size,
                                size_t capacity, size_t *count) {
    return koers_settlement_findings(settlement, KOERS_LANG_NL, rows, size, capacity, count);
}

static void findings_table(const koers_settlement *settlement, const char *json) {
    koers_finding_row english;
    size_t i;
    READ(koers_finding_row, KOERS_TABLE_FINDINGS, findings_nl);
    SAME(KOERS_TABLE_FINDINGS, rows, count, amount);
    CHECK(count > 0);
    for (i = 0; i < count; i++) {
        char message[512];
        snprintf(message, sizeof message, "%.*s", (int)rows[i].message.length, rows[i].message.data);
        CHECK(strstr(json, message) != NULL);
        CHECK(rows[i].code.length == 5 && rows[i].code.data[0] == 'K');
        CHECK(rows[i].has_amount == 1 || rows[i].amount == 0);
    }
    english = rows[0];
    OK(koers_settlement_findings(settlement, KOERS_LANG_EN, rows, sizeof *rows, count, &count));
    CHECK(rows[0].message.length != english.message.length ||
          memcmp(rows[0].message.data, english.message.data, english.message.length) != 0);
    free(rows);
}

static void by_theme(const koers_settlement *settlement) {
    koers_text dimensions[2] = {KOERS_TEXT("theme"), KOERS_TEXT("project")};
    koers_text unknown = KOERS_TEXT("kleur");
    koers_by_row rows[64];
    koers_by *by = NULL;
    char *json;
    size_t length = 0;
    size_t count = 0;
    int64_t realised;
    int64_t budget;
    report r;
    size_t i;
    EXPECT(KOERS_STATUS_UNKNOWN_DIMENSION, koers_settlement_by(settlement, &unknown, 1, &by, report_init(&r)));
    CHECK(by == NULL && strstr(r.text, "theme") != NULL);

    OK(koers_settlement_by(settlement, dimensions, 2, &by, report_init(&r)));
    OK(koers_by_row_count(by, &count));
    CHECK(count > 1 && count <= 64);
    OK(koers_by_rows(by, rows, sizeof rows[0], 64, &count));
    SUM(rows, count, realised, realised);
    CHECK(realised == total(settlement, KOERS_MEASURE_SPENT) + total(settlement, KOERS_MEASURE_OWN_FUNDS));
    for (i = 0; i < count; i++) {
        CHECK(rows[i].value_count == 2 && rows[i].balance == rows[i].budget - rows[i].realised);
        CHECK(rows[i].values[0].length > 0);
    }
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_by_render(by, KOERS_FORMAT_JSON, NULL, 0, &length));
    json = (char *)malloc(length + 1);
    OK(koers_by_render(by, KOERS_FORMAT_JSON, json, length + 1, &length));
    CHECK(strstr(json, "[\n{\"theme\":\"") == json);
    free(json);
    for (i = KOERS_FORMAT_TEXT; i <= KOERS_FORMAT_HTML; i++)
        EXPECT(KOERS_STATUS_TOO_SMALL, koers_by_render(by, (int32_t)i, NULL, 0, &length));
    koers_by_free(by);

    /* Per grant alone. */
    SUM(rows, count, budget, budget);
    OK(koers_settlement_by(settlement, NULL, 0, &by, NULL));
    OK(koers_by_rows(by, rows, sizeof rows[0], 64, &count));
    CHECK(count > 0 && rows[0].value_count == 0);
    SUM(rows, count, realised, realised);
    CHECK(realised == total(settlement, KOERS_MEASURE_SPENT) + total(settlement, KOERS_MEASURE_OWN_FUNDS));
    SUM(rows, count, budget, realised);
    CHECK(realised == budget);
    koers_by_free(by);
}

/* Each bucket of each grant has a verdict on a line, and the one that pays it an eligible one. */
static void eligibility_of_a_line(const koers_settlement *settlement) {
    koers_eligibility_row rows[16];
    koers_eligibility *eligibility = NULL;
    size_t count = 0;
    size_t length = 0;
    size_t buckets = count_of(settlement, KOERS_TABLE_SETTLEMENT);
    int found = 0;
    char *json;
    size_t i;
    OK(koers_settlement_eligibility(settlement, "BZ-1", 4, &eligibility, NULL));
    OK(koers_eligibility_row_count(eligibility, &count));
    CHECK(count == buckets && count <= 16);
    OK(koers_eligibility_rows(eligibility, rows, sizeof rows[0], 16, &count));
    for (i = 0; i < count; i++) {
        CHECK(text_is(rows[i].line, "BZ-1") && rows[i].verdict.length > 0 && rows[i].rule.length > 0);
        if (text_is(rows[i].grant, "gala15"))
            found += text_is(rows[i].part, "15") && text_is(rows[i].verdict, "eligible");
        else
            CHECK(text_is(rows[i].verdict, "goal")); /* a person must judge */
    }
    CHECK(found == 2); /* the tranches of 2023 and 2024 */
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_eligibility_render(eligibility, KOERS_FORMAT_JSON, NULL, 0, &length));
    json = (char *)malloc(length + 1);
    OK(koers_eligibility_render(eligibility, KOERS_FORMAT_JSON, json, length + 1, &length));
    CHECK(strstr(json, "[\n{\"line\":\"BZ-1\",\"grant\":\"") == json);
    free(json);
    for (i = KOERS_FORMAT_TEXT; i <= KOERS_FORMAT_HTML; i++)
        EXPECT(KOERS_STATUS_TOO_SMALL, koers_eligibility_render(eligibility, (int32_t)i, NULL, 0, &length));
    koers_eligibility_free(eligibility);
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    char *json = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
    koers_dossier_free(dossier);
    settlement_table(settlement, json);
    other_tables(settlement, json);
    findings_table(settlement, json);
    by_theme(settlement);
    eligibility_of_a_line(settlement);
    free(json);
    koers_settlement_free(settlement);
    return done();
}
