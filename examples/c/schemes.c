/* Prints one scheme of the catalogue in words, and checks the folder of a dossier: is anything the matter with it?
 *
 *     cc schemes.c -I include libkoers.a -lpthread -ldl -lm -o schemes && ./schemes examples/twentse-koers-2024
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "koers.h"

/* Every rule of a scheme as a sentence with its article. */
static koers_status print_scheme(const koers_schemes *schemes, const char *id, koers_error *error) {
    size_t length = 0;
    char *text;
    const int32_t format = KOERS_FORMAT_TEXT;
    const int32_t lang = KOERS_LANG_NL;
    koers_status status =
        koers_schemes_describe(schemes, id, strlen(id), format, lang, NULL, 0, &length, error);
    if (status != KOERS_STATUS_TOO_SMALL)
        return status;
    text = (char *)malloc(length + 1);
    if (text == NULL)
        return status;
    status = koers_schemes_describe(schemes, id, strlen(id), format, lang, text, length + 1, &length, error);
    if (status == KOERS_STATUS_OK)
        fputs(text, stdout);
    free(text);
    return status;
}

/* The findings, each with its code and place. */
static koers_status print_findings(const koers_checked *checked) {
    koers_check_counts counts;
    koers_finding_row *rows;
    size_t count = 0;
    size_t i;
    koers_status status = koers_checked_counts(checked, &counts, sizeof counts);
    if (status != KOERS_STATUS_OK)
        return status;
    count = counts.errors + counts.warnings + counts.notices;
    rows = (koers_finding_row *)calloc(count + 1, sizeof *rows);
    if (rows == NULL)
        return KOERS_STATUS_TOO_SMALL;
    status = koers_checked_findings(checked, KOERS_LANG_NL, rows, sizeof *rows, count, &count);
    for (i = 0; status == KOERS_STATUS_OK && i < count; i++)
        printf("%.*s %.*s (%.*s)\n", (int)rows[i].code.length, rows[i].code.data, (int)rows[i].message.length,
               rows[i].message.data, (int)rows[i].source.length, rows[i].source.data);
    free(rows);
    return status;
}

int main(int argc, char **argv) {
    char why[8192] = "";
    koers_error error;
    koers_schemes *schemes = NULL;
    koers_checked *checked = NULL;
    koers_status status;

    if (argc != 2) {
        fputs("usage: schemes FOLDER\n", stderr);
        return 2;
    }
    KOERS_INIT(&error);
    error.data = why;
    error.capacity = sizeof why;

    status = koers_schemes_new(&schemes, &error);
    if (status == KOERS_STATUS_OK)
        status = print_scheme(schemes, "spuk-iza", &error);
    if (status == KOERS_STATUS_OK)
        status = koers_check_path(argv[1], strlen(argv[1]), &checked, &error);
    if (status == KOERS_STATUS_OK)
        status = print_findings(checked);
    if (status != KOERS_STATUS_OK)
        fprintf(stderr, "%s\n%s", koers_status_name(status), why);

    koers_checked_free(checked);
    koers_schemes_free(schemes);
    return status == KOERS_STATUS_OK ? 0 : 1;
}
