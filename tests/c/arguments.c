/* What is wrong with arguments, each a status: NULL, lengths, texts, sizes, alignment, numbers, buffers. */
#include "check.h"

static koers_dossier *draft(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    OK(koers_dossier_new(&info, &dossier, NULL));
    return dossier;
}

static void nulls(koers_dossier *ready, koers_settlement *settlement) {
    koers_dossier *dossier = draft();
    koers_dossier *other = NULL;
    koers_dossier_info info;
    koers_by *by = NULL;
    koers_eligibility *eligibility = NULL;
    int64_t cents = 7;
    size_t count = 7;
    report r;
    KOERS_INIT(&info);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_load(NULL, 0, &other, report_init(&r)));
    CHECK(strcmp(r.text, "KOERS_STATUS_NULL_ARGUMENT: `path` is NULL") == 0);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_load("a", 1, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_new(NULL, &other, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_new(&info, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_build(NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_scheme(NULL, "a", 1, "b", 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_scheme(dossier, NULL, 1, "b", 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_scheme(dossier, "a", 1, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_grants(NULL, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_grants(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_tranches(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_movements(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_agreements(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_tranche_units(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_eligible_for(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_lines(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_quantities(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_budget(dossier, NULL, 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_rebook(NULL, NULL, 0, &other, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_rebook(ready, NULL, 1, &other, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_rebook(ready, NULL, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_as_of(NULL, 0, &other, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_as_of(ready, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_settle(NULL, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_settle(ready, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_total(NULL, KOERS_MEASURE_REFUND, &cents));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_total(settlement, KOERS_MEASURE_REFUND, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_render(NULL, 0, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_render(settlement, 0, 0, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_render(settlement, 0, 0, NULL, 9, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_row_count(NULL, KOERS_TABLE_FINDINGS, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_row_count(settlement, KOERS_TABLE_FINDINGS, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT,
           koers_settlement_rows(settlement, NULL, sizeof(koers_settlement_row), 9, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT,
           koers_settlement_rows(settlement, NULL, sizeof(koers_settlement_row), 0, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_by(NULL, NULL, 0, &by, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_by(settlement, NULL, 1, &by, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_by(settlement, NULL, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_by_row_count(NULL, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_by_rows(NULL, NULL, sizeof(koers_by_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_by_render(NULL, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_deductions(NULL, NULL, sizeof(koers_deduction_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_terms(settlement, NULL, sizeof(koers_term_row), 0, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_eligibility(NULL, "a", 1, &eligibility, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_eligibility(settlement, NULL, 1, &eligibility, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_eligibility(settlement, "a", 1, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_eligibility_row_count(NULL, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_eligibility_rows(NULL, NULL, sizeof(koers_eligibility_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_eligibility_render(NULL, 0, NULL, 0, &count));
    CHECK(other == NULL && by == NULL && eligibility == NULL && cents == 7 && count == 7);
    koers_dossier_free(NULL);
    koers_eligibility_free(NULL);
    koers_settlement_free(NULL);
    koers_by_free(NULL);
    koers_dossier_free(dossier);
}

static void lengths_and_texts(void) {
    koers_dossier *dossier = draft();
    koers_dossier *other = NULL;
    koers_grant grant;
    koers_line line;
    report r;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_load("", 0, &other, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_load("a", SIZE_MAX, &other, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_dossier_load("a\xff", 2, &other, report_init(&r)));
    CHECK(strstr(r.text, "`path` is not UTF-8 from byte 1 on") != NULL);
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_scheme(dossier, "a", 1, "", 0, NULL));

    KOERS_INIT(&grant);
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_grants(dossier, &grant, SIZE_MAX, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_grants(dossier, &grant, SIZE_MAX / 2, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_grants(dossier, &grant, SIZE_MAX / sizeof grant, NULL));
    grant.id.length = 1;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_grants(dossier, &grant, 1, report_init(&r)));
    CHECK(strstr(r.text, "`grants[0].id`") != NULL);
    grant.id.data = "iza\xc3";
    grant.id.length = 4;
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_dossier_add_grants(dossier, &grant, 1, NULL));

    KOERS_INIT(&line);
    line.dimension_count = 1;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_lines(dossier, &line, 1, report_init(&r)));
    CHECK(strstr(r.text, "`lines[0].dimensions`") != NULL);
    line.dimension_count = SIZE_MAX / 8;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_add_lines(dossier, &line, 1, NULL));
    CHECK(other == NULL);
    koers_dossier_free(dossier);
}

/* A caller whose structs are of another version. */
static void sizes(koers_settlement *settlement) {
    koers_dossier *dossier = draft();
    struct {
        koers_grant grant;
        int64_t later[2];
    } newer[2];
    koers_grant two[2];
    koers_by *by = NULL;
    int64_t words[2 * (sizeof(koers_settlement_row) + 16)];
    char *rows = (char *)words;
    size_t count = 0;
    size_t i;
    KOERS_INIT(&two[0]);
    two[0].struct_size = 0;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_grants(dossier, two, 1, NULL));
    two[0].struct_size = offsetof(koers_grant, source); /* the first version had it */
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_grants(dossier, two, 1, NULL));
    two[0].struct_size = sizeof two[0] + 4;
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_add_grants(dossier, two, 1, NULL));
    two[0].struct_size = SIZE_MAX - 7;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_grants(dossier, two, 2, NULL));
    memset(two, 0, sizeof two);
    two[0].struct_size = sizeof two[0];
    two[0].id = text_of("a");
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_grants(dossier, two, 2, NULL));

    memset(newer, 0, sizeof newer);
    for (i = 0; i < 2; i++) {
        newer[i].grant.struct_size = sizeof newer[i];
        newer[i].grant.id = text_of(i == 0 ? "a" : "b");
        newer[i].grant.scheme = text_of("spuk-iza");
        newer[i].grant.state = text_of("awarded");
    }
    OK(koers_dossier_add_grants(dossier, &newer[0].grant, 2, NULL));
    newer[1].later[1] = 1;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_grants(dossier, &newer[0].grant, 2, NULL));
    koers_dossier_free(dossier);

    OK(koers_settlement_row_count(settlement, KOERS_TABLE_SETTLEMENT, &count));
    CHECK(count > 1 && count <= 16);
    for (i = 0; i <= 16; i += 8) {
        size_t size = sizeof(koers_settlement_row) + i;
        koers_settlement_row row;
        memset(words, 0x55, sizeof words);
        OK(koers_settlement_rows(settlement, (koers_settlement_row *)(void *)rows, size, 16, &count));
        memcpy(&row, rows + (count - 1) * size, sizeof row);
        CHECK(row.year == 2024 && text_is(row.grant, "samsam"));
        CHECK(rows[count * size] == 0x55);
        CHECK(i == 0 || rows[size - 1] == 0);
    }
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE,
           koers_settlement_rows(settlement, (koers_settlement_row *)(void *)rows, 8, 16, &count));
    EXPECT(KOERS_STATUS_MISALIGNED, koers_settlement_rows(settlement, (koers_settlement_row *)(void *)rows,
                                                          sizeof(koers_settlement_row) + 4, 16, &count));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_settlement_rows(settlement, (koers_settlement_row *)(void *)rows,
                                                            sizeof(koers_settlement_row), SIZE_MAX / 2, &count));
    OK(koers_settlement_by(settlement, NULL, 0, &by, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_by_rows(by, NULL, 0, 0, &count));
    koers_by_free(by);
}

static void alignment(koers_dossier *ready, koers_settlement *settlement) {
    int64_t memory[32];
    char *odd = (char *)memory + 1;
    koers_dossier *other = NULL;
    size_t count = 0;
    memset(memory, 0, sizeof memory);
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_build((koers_dossier *)(void *)odd, NULL));
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_new((koers_dossier_info *)(void *)odd, &other, NULL));
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_settle(ready, (koers_settlement **)(void *)odd, NULL));
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_rebook(ready, (koers_rebooking *)(void *)odd, 1, &other, NULL));
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_build(ready, (koers_error *)(void *)odd));
    EXPECT(KOERS_STATUS_MISALIGNED, koers_settlement_total(settlement, KOERS_MEASURE_REFUND, (int64_t *)(void *)odd));
    EXPECT(KOERS_STATUS_MISALIGNED,
           koers_settlement_own_funds(settlement, (koers_own_funds_row *)(void *)odd, sizeof(koers_own_funds_row), 1,
                                      &count));
    koers_dossier_free((koers_dossier *)(void *)odd);
    CHECK(other == NULL && count == 0);
}

static void numbers(koers_dossier *ready, koers_settlement *settlement) {
    koers_dossier *dossier = draft();
    koers_dossier *other = NULL;
    koers_movement movement;
    koers_finding_row rows[1];
    koers_eligibility *eligibility = NULL;
    int64_t cents = 7;
    size_t count = 7;
    report r;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_as_of(ready, 20240230, &other, report_init(&r)));
    CHECK(strstr(r.text, "K0109") != NULL && strstr(r.text, "as_of") != NULL && other == NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_eligibility(settlement, "BZ-9999", 7, &eligibility, report_init(&r)));
    CHECK(strstr(r.text, "K0206") != NULL && eligibility == NULL);
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_settlement_eligibility(settlement, "", 0, &eligibility, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_settlement_eligibility(settlement, "\xff", 1, &eligibility, NULL));
    OK(koers_settlement_eligibility(settlement, "BZ-1", 4, &eligibility, NULL));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_eligibility_render(eligibility, 5, NULL, 0, &count));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_eligibility_rows(eligibility, NULL, sizeof(koers_eligibility_row), 0, &count));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_eligibility_rows(eligibility, NULL, 8, 0, &count));
    koers_eligibility_free(eligibility);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_total(settlement, 0, &cents));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_total(settlement, INT32_MAX, &cents));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_row_count(settlement, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_row_count(settlement, 99, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_render(settlement, 5, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_render(settlement, 0, -1, NULL, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_findings(settlement, 2, rows, sizeof rows[0], 1, &count));
    KOERS_INIT(&movement);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_movements(dossier, &movement, 1, NULL));
    CHECK(cents == 7 && count == 7);
    koers_dossier_free(dossier);
}

static void errors(void) {
    koers_dossier *dossier = NULL;
    koers_error error;
    char text[64];
    char whole[4096];
    size_t capacity;
    const char *path = "examples/no-such-folder";
    memset(&error, 0, sizeof error);
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_load(path, strlen(path), &dossier, &error));
    KOERS_INIT(&error);
    error.capacity = 1;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_load(path, strlen(path), &dossier, &error));
    error.capacity = 0;
    error.lang = 9;
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_load(path, strlen(path), &dossier, &error));
    error.lang = KOERS_LANG_NL;
    error.format = KOERS_FORMAT_CSV;
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_load(path, strlen(path), &dossier, &error));
    CHECK(error.length == 0);

    /* The length is that of the whole text, whatever the room; what is there ends after a whole character. */
    error.format = KOERS_FORMAT_TEXT;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_load(path, strlen(path), &dossier, &error));
    CHECK(error.length > 20);
    error.data = whole;
    error.capacity = sizeof whole;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_load(path, strlen(path), &dossier, &error));
    CHECK(strlen(whole) == error.length && strstr(whole, "fout[K0009]") == whole);
    error.data = text;
    for (capacity = 1; capacity < sizeof text; capacity++) {
        memset(text, 0x55, sizeof text);
        error.capacity = capacity;
        EXPECT(KOERS_STATUS_REFUSED, koers_dossier_load(path, strlen(path), &dossier, &error));
        CHECK(strlen(text) == capacity - 1 && strncmp(text, whole, capacity - 1) == 0 && text[capacity] == 0x55);
        CHECK(error.length == strlen(whole));
    }
    /* "é" is two bytes: with room for one of them neither is there. */
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_scheme((dossier = draft()), "\xc3\xa9", 2, "x", 1, &error));
    error.data = whole;
    error.capacity = sizeof whole;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_scheme(dossier, "\xc3\xa9", 2, "x", 1, &error));
    CHECK(strstr(whole, "\xc3\xa9:1:") != NULL);
    capacity = (size_t)(strstr(whole, "\xc3\xa9:1:") - whole) + 2;
    error.capacity = capacity;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_scheme(dossier, "\xc3\xa9", 2, "x", 1, &error));
    CHECK(strlen(whole) == capacity - 2);

    /* In English, and as JSON. */
    error.capacity = sizeof whole;
    error.lang = KOERS_LANG_EN;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_load(path, strlen(path), &dossier, &error));
    CHECK(strstr(whole, "error[K0009]") == whole);
    error.format = KOERS_FORMAT_JSON;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_load(path, strlen(path), &dossier, &error));
    CHECK(strstr(whole, "{\"findings\":[\n{\"code\":\"K0009\",\"severity\":\"error\",") == whole);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_build(NULL, &error));
    CHECK(strcmp(whole, "{\"status\":\"KOERS_STATUS_NULL_ARGUMENT\",\"message\":\"`dossier` is NULL\"}\n") == 0);
    OK(koers_dossier_build(dossier, &error));
    CHECK(whole[0] == '\0' && error.length == 0);
    koers_dossier_free(dossier);
}

static void buffers(koers_settlement *settlement) {
    size_t length = 0;
    size_t again = 0;
    size_t count = 7;
    char small[8] = "as was";
    koers_settlement_row row;
    char *text = rendered(settlement, KOERS_FORMAT_TEXT, KOERS_LANG_NL);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_render(settlement, 0, 0, small, sizeof small, &length));
    CHECK(strcmp(small, "as was") == 0 && length == strlen(text));
    /* Room for the text but not for its NUL. */
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_render(settlement, 0, 0, text, length, &again));
    CHECK(again == length);
    free(text);
    memset(&row, 0x55, sizeof row);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_rows(settlement, &row, sizeof row, 1, &count));
    CHECK(count == 7 && row.year == 0x55555555);
}

int main(void) {
    koers_dossier *ready = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(ready);
    nulls(ready, settlement);
    lengths_and_texts();
    sizes(settlement);
    alignment(ready, settlement);
    numbers(ready, settlement);
    errors();
    buffers(settlement);
    koers_settlement_free(settlement);
    koers_dossier_free(ready);
    return done();
}
