/* What could be lost less of the accounts in a folder, if every cost were eligible for one grant? Settles with the
 * method least-refund, tells how far it is, stops after as many steps as it was given, and prints which bookings to
 * change and where the two settlements differ; the certificate goes to stdout.
 *
 *     cc least_refund.c -I include libkoers.a -lpthread -ldl -lm -o least_refund
 *     ./least_refund examples/twentse-koers-2024
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "koers.h"

/* What the run is told. It may stop the run at any time; here when it goes on for longer than anyone waits. */
static int32_t watch(void *user, const koers_progress *progress) {
    long *patience = (long *)user;
    if (progress->step > 0 && progress->done == 0)
        fprintf(stderr, "%d: step %d\n", (int)progress->year, (int)progress->step);
    return --*patience < 0;
}

/* The dossier in which all costs are eligible for a grant. */
static koers_status assume(const koers_dossier *dossier, const char *grant, koers_dossier **changed, koers_error *error) {
    koers_assumption assumption;
    KOERS_INIT(&assumption);
    assumption.grant.data = grant;
    assumption.grant.length = strlen(grant);
    return koers_dossier_assume_eligible(dossier, &assumption, changed, error);
}

static koers_status least(const koers_dossier *dossier, koers_settlement **settlement, koers_error *error) {
    long patience = 1000000;
    koers_settle_options options;
    koers_method *method = NULL;
    koers_status status = koers_method_parse("least-refund", strlen("least-refund"), &method, error);
    if (status != KOERS_STATUS_OK)
        return status;
    KOERS_INIT(&options);
    options.method = method;
    options.watch = watch;
    options.user = &patience;
    status = koers_dossier_settle_with(dossier, &options, settlement, error);
    koers_method_free(method);
    return status;
}

/* Which bookings to change, and what each saves. */
static koers_status print_advice(const koers_settlement *settlement) {
    koers_advice_row *rows;
    size_t count = 0;
    size_t i;
    koers_status status = koers_settlement_row_count(settlement, KOERS_TABLE_ADVICE, &count);
    if (status != KOERS_STATUS_OK)
        return status;
    rows = (koers_advice_row *)calloc(count + 1, sizeof *rows);
    if (rows == NULL)
        return KOERS_STATUS_TOO_SMALL;
    status = koers_settlement_advice(settlement, rows, sizeof *rows, count, &count);
    for (i = 0; status == KOERS_STATUS_OK && i < count; i++)
        printf("book %.*s on %.*s: %lld cents less lost\n", (int)rows[i].line.length, rows[i].line.data,
               (int)rows[i].booking.length, rows[i].booking.data, (long long)rows[i].saves);
    free(rows);
    return status;
}

/* What goes back before and after. */
static koers_status print_refunds(const koers_settlement *after, const koers_settlement *before, koers_error *error) {
    koers_diff *diff = NULL;
    koers_diff_row *rows = NULL;
    size_t count = 0;
    size_t i;
    koers_status status = koers_settlement_diff(after, before, &diff, error);
    if (status == KOERS_STATUS_OK)
        status = koers_diff_row_count(diff, &count);
    if (status == KOERS_STATUS_OK) {
        rows = (koers_diff_row *)calloc(count + 1, sizeof *rows);
        status = rows == NULL ? KOERS_STATUS_TOO_SMALL : koers_diff_rows(diff, rows, sizeof *rows, count, &count);
    }
    for (i = 0; status == KOERS_STATUS_OK && i < count; i++)
        if (rows[i].measure.length == 6 && memcmp(rows[i].measure.data, "refund", 6) == 0)
            printf("%.*s: %lld goes back, was %lld\n", (int)rows[i].grant.length, rows[i].grant.data,
                   (long long)rows[i].after, (long long)rows[i].before);
    free(rows);
    koers_diff_free(diff);
    return status;
}

/* The proof that nothing less could be lost. */
static koers_status print_certificate(const koers_settlement *settlement) {
    size_t length = 0;
    char *text;
    koers_status status = koers_settlement_certificate(settlement, NULL, 0, &length);
    if (status != KOERS_STATUS_TOO_SMALL)
        return status;
    text = (char *)malloc(length + 1);
    if (text == NULL)
        return status;
    status = koers_settlement_certificate(settlement, text, length + 1, &length);
    if (status == KOERS_STATUS_OK)
        fputs(text, stdout);
    free(text);
    return status;
}

int main(int argc, char **argv) {
    char why[8192] = "";
    koers_error error;
    koers_dossier *dossier = NULL;
    koers_dossier *assumed = NULL;
    koers_settlement *booked = NULL;
    koers_settlement *best = NULL;
    koers_status status;

    if (argc < 2 || argc > 3) {
        fputs("usage: least_refund FOLDER [GRANT]\n", stderr);
        return 2;
    }
    KOERS_INIT(&error);
    error.data = why;
    error.capacity = sizeof why;

    status = koers_dossier_load(argv[1], strlen(argv[1]), &dossier, &error);
    if (status == KOERS_STATUS_OK)
        status = assume(dossier, argc > 2 ? argv[2] : "iza", &assumed, &error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_settle(assumed, &booked, &error);
    if (status == KOERS_STATUS_OK)
        status = least(assumed, &best, &error);
    if (status == KOERS_STATUS_OK)
        status = print_advice(booked);
    if (status == KOERS_STATUS_OK)
        status = print_refunds(best, booked, &error);
    if (status == KOERS_STATUS_OK)
        status = print_certificate(best);
    if (status == KOERS_STATUS_CANCELLED)
        fputs("it took too long\n", stderr);
    else if (status != KOERS_STATUS_OK)
        fprintf(stderr, "%s\n%s", koers_status_name(status), why);

    koers_settlement_free(best);
    koers_settlement_free(booked);
    koers_dossier_free(assumed);
    koers_dossier_free(dossier);
    return status == KOERS_STATUS_OK ? 0 : 1;
}
