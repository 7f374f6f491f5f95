/* Two settlements beside each other, the advice that leads from the one to the other, and its proof. */
#include "check.h"

static koers_dossier *wider(const koers_dossier *dossier) {
    koers_dossier *out = NULL;
    koers_assumption assumption;
    KOERS_INIT(&assumption);
    assumption.grant = text_of("iza");
    OK(koers_dossier_assume_eligible(dossier, &assumption, &out, NULL));
    return out;
}

static koers_settlement *least_refund(const koers_dossier *dossier) {
    koers_settlement *settlement = NULL;
    koers_settle_options options;
    koers_method *method = NULL;
    report r;
    OK(koers_method_parse("least-refund", 12, &method, NULL));
    KOERS_INIT(&options);
    options.method = method;
    OK(koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    koers_method_free(method);
    return settlement;
}

/* All rows of a comparison; the caller frees them. */
static koers_diff_row *rows_of(const koers_diff *diff, size_t *count) {
    koers_diff_row *rows;
    OK(koers_diff_row_count(diff, count));
    rows = (koers_diff_row *)calloc(*count + 1, sizeof *rows);
    OK(koers_diff_rows(diff, rows, sizeof *rows, *count, count));
    return rows;
}

static void differences(const koers_settlement *before, const koers_settlement *after) {
    koers_diff *diff = NULL;
    koers_diff_row *rows;
    int64_t refund = 0;
    int64_t paid = 0;
    size_t count = 0;
    size_t length = 0;
    size_t i;
    char *text;
    OK(koers_settlement_diff(before, before, &diff, NULL));
    OK(koers_diff_row_count(diff, &count));
    CHECK(count == 0);
    koers_diff_free(diff);

    OK(koers_settlement_diff(after, before, &diff, NULL));
    rows = rows_of(diff, &count);
    CHECK(count > 0);
    for (i = 0; i < count; i++) {
        CHECK(rows[i].year == 2024 && rows[i].change == rows[i].after - rows[i].before);
        if (text_is(rows[i].measure, "refund"))
            refund += rows[i].change;
        if (text_is(rows[i].measure, "paid"))
            paid += rows[i].change;
        /* A row of a bucket has no line. */
        CHECK((rows[i].line.data == NULL) ==
              !(text_is(rows[i].measure, "paid") || text_is(rows[i].measure, "own_funds")));
    }
    CHECK(refund == 74955100 - 96522500);
    CHECK(paid == 0);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_diff_rows(diff, rows, sizeof *rows, count - 1, &count));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_diff_render(diff, KOERS_FORMAT_CSV, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_diff_render(diff, KOERS_FORMAT_CSV, text, length + 1, &length));
    CHECK(strncmp(text, "year,grant,tranche,part,line,measure,before,after,change,reason_before,reason_after\n", 84) == 0);
    free(text);
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_diff_render(diff, 99, NULL, 0, &length));
    free(rows);
    koers_diff_free(diff);
}

/* What is advised saves what the best settlement saves, and entering it does so. */
static void advice(const koers_dossier *dossier, const koers_settlement *booked) {
    koers_advice_row *rows;
    koers_rebooking *changes;
    koers_dossier *rebooked = NULL;
    koers_settlement *settlement;
    int64_t saves = 0;
    size_t count = 0;
    size_t i;
    OK(koers_settlement_row_count(booked, KOERS_TABLE_ADVICE, &count));
    CHECK(count == 6);
    rows = (koers_advice_row *)calloc(count, sizeof *rows);
    changes = (koers_rebooking *)calloc(count, sizeof *changes);
    OK(koers_settlement_advice(booked, rows, sizeof *rows, count, &count));
    for (i = 0; i < count; i++) {
        CHECK(rows[i].year == 2024 && rows[i].amount > 0 && text_is(rows[i].to, "iza"));
        CHECK(i == 0 || rows[i - 1].amount >= rows[i].amount);
        saves += rows[i].saves;
        KOERS_INIT(&changes[i]);
        changes[i].line = rows[i].line;
        changes[i].booking = rows[i].booking;
    }
    CHECK(saves == 96522500 - 74955100);
    OK(koers_dossier_rebook(dossier, changes, count, &rebooked, NULL));
    settlement = settle(rebooked);
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 74955100);
    koers_settlement_free(settlement);
    koers_dossier_free(rebooked);
    free(changes);
    free(rows);
}

/* What was written is proved; with one digit more of a flow it isn't. */
static void verified(char *text, size_t length) {
    report r;
    char *flow;
    OK(koers_certificate_verify(text, length, report_init(&r)));
    flow = strstr(text, "\"flow\":\"") + 8;
    *flow = *flow == '9' ? '8' : (char)(*flow + 1);
    EXPECT(KOERS_STATUS_UNPROVED, koers_certificate_verify(text, length, report_init(&r)));
    CHECK(strstr(r.text, "KOERS_STATUS_UNPROVED: year 2024, step 1: ") != NULL);
    EXPECT(KOERS_STATUS_UNPROVED, koers_certificate_verify(text, length - 2, report_init(&r)));
    CHECK(strstr(r.text, "not a certificate: ") != NULL);
    EXPECT(KOERS_STATUS_UNPROVED, koers_certificate_verify("{}", 2, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_certificate_verify(NULL, 2, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_certificate_verify("", 0, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_certificate_verify("\xff", 1, NULL));
}

static void certificate(const koers_settlement *booked, const koers_settlement *best) {
    size_t length = 7;
    char *text;
    char one[1];
    /* Nothing to prove. */
    OK(koers_settlement_certificate_verify(booked, NULL));
    OK(koers_settlement_certificate(booked, one, 1, &length));
    CHECK(length == 0 && one[0] == '\0');
    /* As it is held, before anything is written. */
    OK(koers_settlement_certificate_verify(best, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_certificate_verify(NULL, NULL));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_certificate(best, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_settlement_certificate(best, text, length + 1, &length));
    CHECK(strncmp(text, "{\"format\":1,\"input\":\"", 21) == 0 && text[length - 1] == '\n');
    CHECK(strstr(text, "\"gap\":\"0.00\"") != NULL);
    verified(text, length);
    free(text);
}

static void wrong_arguments(const koers_settlement *settlement) {
    koers_diff *diff = NULL;
    size_t count = 7;
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_diff(NULL, settlement, &diff, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_diff(settlement, NULL, &diff, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_diff(settlement, settlement, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_diff_row_count(NULL, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_diff_rows(NULL, NULL, sizeof(koers_diff_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_diff_render(NULL, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_advice(NULL, NULL, sizeof(koers_advice_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_certificate(NULL, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_certificate(settlement, NULL, 0, NULL));
    CHECK(diff == NULL && count == 7);
    OK(koers_settlement_diff(settlement, settlement, &diff, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_diff_row_count(diff, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_diff_rows(diff, NULL, sizeof(koers_diff_row) - 8, 0, &count));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE,
           koers_settlement_advice(settlement, NULL, sizeof(koers_advice_row) - 8, 0, &count));
    koers_diff_free(diff);
    koers_diff_free(NULL);
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_dossier *assumed = wider(dossier);
    koers_settlement *as_it_is = settle(dossier);
    koers_settlement *booked = settle(assumed);
    koers_settlement *best = least_refund(assumed);
    size_t count = 7;
    koers_dossier_free(dossier);
    differences(booked, best);
    /* Of another dossier. */
    differences(as_it_is, best);
    advice(assumed, booked);
    advice(assumed, best);
    /* As the accounts stand nothing can be won. */
    OK(koers_settlement_row_count(as_it_is, KOERS_TABLE_ADVICE, &count));
    CHECK(count == 0);
    certificate(booked, best);
    wrong_arguments(booked);
    koers_settlement_free(best);
    koers_settlement_free(booked);
    koers_settlement_free(as_it_is);
    koers_dossier_free(assumed);
    return done();
}
