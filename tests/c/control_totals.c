/* The 47 control totals that the 2024 report prints and that follow from its lines and grants. */
#include "check.h"

/* A key of the report, such as BZ.total or TOT.BZ, as the theme of its lines; NULL for all of them. */
static const char *theme_of(const char *key) {
    static const char *const themes[][2] = {
        {"PO", "Programmaorganisatie algemeen"}, {"BZ", "Bestaanszekerheid"}, {"PG", "Preventie & gezondheid"},
        {"MG", "Mentale gezondheid"}, {"OU", "Ouderen"}, {"OV", "Overig budget projecten"},
        {"LI", "Lokale inzet en bekostiging"},
    };
    const char *code = strncmp(key, "TOT.", 4) == 0 ? key + 4 : key;
    size_t i;
    for (i = 0; i < sizeof themes / sizeof themes[0]; i++)
        if (strncmp(code, themes[i][0], 2) == 0) return themes[i][1];
    return NULL;
}

static int64_t of_grants(const koers_settlement *settlement, const char *column) {
    if (strcmp(column, "received") == 0) return total(settlement, KOERS_MEASURE_RECEIVED);
    if (strcmp(column, "spent") == 0) return total(settlement, KOERS_MEASURE_SPENT);
    if (strcmp(column, "balance") == 0) return total(settlement, KOERS_MEASURE_BALANCE);
    if (strcmp(column, "refund") == 0) return total(settlement, KOERS_MEASURE_REFUND);
    CHECK(strcmp(column, "carry_over") == 0);
    return total(settlement, KOERS_MEASURE_CARRY_OVER);
}

static int64_t of_lines(const koers_by_row *rows, size_t count, const char *theme, const char *column) {
    int64_t cents = 0;
    size_t i;
    for (i = 0; i < count; i++) {
        if (theme != NULL && !text_is(rows[i].values[0], theme)) continue;
        cents += strcmp(column, "budget") == 0     ? rows[i].budget
                 : strcmp(column, "realised") == 0 ? rows[i].realised
                                                   : rows[i].balance;
    }
    return cents;
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    koers_text theme = KOERS_TEXT("theme");
    koers_by *by = NULL;
    koers_by_row rows[64];
    char line[128], key[32], column[32];
    size_t count = 0;
    int totals = 0;
    long value;
    FILE *file = fopen("tests/reference/control_totals.csv", "r");

    OK(koers_settlement_by(settlement, &theme, 1, &by, NULL));
    OK(koers_by_rows(by, rows, sizeof rows[0], 64, &count));
    CHECK(file != NULL && fgets(line, sizeof line, file) != NULL);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        int64_t cents;
        CHECK(sscanf(line, "%31[^,],%31[^,],%ld", key, column, &value) == 3);
        cents = strncmp(key, "GR.", 3) == 0 ? of_grants(settlement, column)
                                            : of_lines(rows, count, theme_of(key), column);
        if (cents != (int64_t)value * 100) fprintf(stderr, "%s %s\n", key, column);
        CHECK(cents == (int64_t)value * 100);
        totals++;
    }
    CHECK(totals == 47);
    if (file != NULL) fclose(file);
    koers_by_free(by);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return done();
}
