/* Loads a dossier folder and prints its settlement in Dutch, and one figure from the typed rows.
 *
 *     cc settle.c -I include libkoers.a -lpthread -ldl -lm -o settle && ./settle examples/twentse-koers-2024
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "koers.h"

/* The per-grant table, as every front of Koers prints it. */
static koers_status print_table(const koers_settlement *settlement) {
    size_t length = 0;
    koers_status status =
        koers_settlement_render(settlement, KOERS_FORMAT_TEXT, KOERS_LANG_NL, NULL, 0, &length);
    char *text;
    if (status != KOERS_STATUS_TOO_SMALL)
        return status;
    text = (char *)malloc(length + 1);
    if (text == NULL)
        return status;
    status = koers_settlement_render(settlement, KOERS_FORMAT_TEXT, KOERS_LANG_NL, text, length + 1, &length);
    if (status == KOERS_STATUS_OK)
        fputs(text, stdout);
    free(text);
    return status;
}

/* The bucket that pays back most, from an array of structs. */
static koers_status print_largest_refund(const koers_settlement *settlement) {
    size_t count = 0;
    size_t i;
    koers_settlement_row *rows;
    const koers_settlement_row *largest = NULL;
    koers_status status = koers_settlement_row_count(settlement, KOERS_TABLE_SETTLEMENT, &count);
    if (status != KOERS_STATUS_OK || count == 0)
        return status;
    rows = (koers_settlement_row *)malloc(count * sizeof *rows);
    if (rows == NULL)
        return KOERS_STATUS_TOO_SMALL;
    status = koers_settlement_rows(settlement, rows, sizeof *rows, count, &count);
    if (status == KOERS_STATUS_OK) {
        for (i = 0; i < count; i++)
            if (largest == NULL || rows[i].refund > largest->refund)
                largest = &rows[i];
        /* Texts have a length and no NUL. */
        printf("\nGrootste terugbetaling: %.*s, %" PRId64 ",%02d euro (%.*s)\n", (int)largest->grant.length,
               largest->grant.data, largest->refund / 100, (int)(largest->refund % 100),
               (int)largest->reason.length, largest->reason.data);
    }
    free(rows);
    return status;
}

int main(int argc, char **argv) {
    char text[8192] = "";
    koers_error error;
    koers_dossier *dossier = NULL;
    koers_settlement *settlement = NULL;
    koers_status status;

    if (argc != 2) {
        fputs("usage: settle FOLDER\n", stderr);
        return 2;
    }
    KOERS_INIT(&error);
    error.data = text;
    error.capacity = sizeof text;

    status = koers_dossier_load(argv[1], strlen(argv[1]), &dossier, &error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_settle(dossier, &settlement, &error);
    if (status == KOERS_STATUS_OK)
        status = print_table(settlement);
    if (status == KOERS_STATUS_OK)
        status = print_largest_refund(settlement);
    if (status != KOERS_STATUS_OK)
        fprintf(stderr, "%s\n%s", koers_status_name(status), text);

    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return status == KOERS_STATUS_OK ? 0 : 1;
}
