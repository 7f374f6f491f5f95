/* Builds a small dossier from memory, without any file, and settles it.
 *
 * Two grants in 2024: SPUK IZA, a scheme of the catalogue, and a fund of the region, a scheme of the program's own.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "koers.h"

static const char FUND[] =
    "format = 1\n"
    "[scheme]\n"
    "id = \"regiofonds\"\n"
    "title = \"Regiofonds\"\n"
    "funder = \"Regio Twente\"\n"
    "funder_group = \"other\"\n"
    "legal_basis = { title = \"Verordening Regiofonds\" }\n"
    "[[versions]]\n"
    "from = 2023-01-01\n"
    "unit = { period = \"calendar-year\", article = \"art. 2\", status = \"text\" }\n"
    "window = { rule = \"tranche-year\", article = \"art. 3\", status = \"text\" }\n"
    "eligible = { rule = \"any\", article = \"art. 4\", status = \"text\" }\n"
    "unspent = { rule = \"carry-over\", limit = \"20 %\", of = \"award\", until = \"next-year-end\", "
    "article = \"art. 5\", status = \"text\" }\n";

static koers_text text(const char *words) {
    koers_text out;
    out.data = words;
    out.length = strlen(words);
    return out;
}

static koers_status fill(koers_dossier *dossier, koers_error *error) {
    koers_grant grants[2];
    koers_tranche tranches[2];
    koers_movement movements[2];
    koers_line lines[3];
    koers_budget_line budget[1];
    koers_dimension theme = {KOERS_TEXT("theme"), KOERS_TEXT("Gezond leven")};
    const char *ids[2] = {"iza", "fonds"};
    const char *schemes[2] = {"spuk-iza", "regiofonds"};
    const int64_t awards[2] = {100000, 50000}; /* cents */
    koers_status status;
    int i;

    for (i = 0; i < 2; i++) {
        KOERS_INIT(&grants[i]);
        grants[i].id = text(ids[i]);
        grants[i].scheme = text(schemes[i]);
        grants[i].state = text("awarded");

        KOERS_INIT(&tranches[i]);
        tranches[i].grant = text(ids[i]);
        tranches[i].id = text("2024");
        tranches[i].year = 2024;
        tranches[i].granted = awards[i];
        tranches[i].source = text("beschikking");

        KOERS_INIT(&movements[i]);
        movements[i].grant = text(ids[i]);
        movements[i].tranche = text("2024");
        movements[i].kind = KOERS_MOVEMENT_KIND_RECEIVED;
        movements[i].date = 20240301;
        movements[i].amount = awards[i];
    }
    for (i = 0; i < 3; i++) {
        KOERS_INIT(&lines[i]);
        lines[i].period = text("2024");
        lines[i].dimensions = &theme;
        lines[i].dimension_count = 1;
    }
    lines[0].line = text("L1");
    lines[0].amount = 64050;
    lines[0].grant = text("iza");
    lines[1].line = text("L2");
    lines[1].amount = 40000;
    lines[1].grant = text("iza:25%;fonds:75%");
    lines[2].line = text("L3"); /* booked on no grant: own funds */
    lines[2].amount = 1234;

    KOERS_INIT(&budget[0]);
    budget[0].line = text("L1");
    budget[0].period = text("2024");
    budget[0].amount = 70000;

    status = koers_dossier_add_scheme(dossier, "regiofonds.toml", 15, FUND, sizeof FUND - 1, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_add_grants(dossier, grants, 2, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_add_tranches(dossier, tranches, 2, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_add_movements(dossier, movements, 2, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_add_lines(dossier, lines, 3, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_add_budget(dossier, budget, 1, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_build(dossier, error);
    return status;
}

int main(void) {
    char why[8192] = "";
    koers_error error;
    koers_dossier_info info;
    koers_dossier *dossier = NULL;
    koers_settlement *settlement = NULL;
    int64_t refund = 0;
    int64_t carry_over = 0;
    int64_t own_funds = 0;
    koers_status status;

    KOERS_INIT(&error);
    error.lang = KOERS_LANG_EN;
    error.data = why;
    error.capacity = sizeof why;
    KOERS_INIT(&info);
    info.id = text("small");
    info.holder = text("SamenTwente");
    info.first_year = 2024;

    status = koers_dossier_new(&info, &dossier, &error);
    if (status == KOERS_STATUS_OK)
        status = fill(dossier, &error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_settle(dossier, &settlement, &error);
    if (status == KOERS_STATUS_OK)
        status = koers_settlement_total(settlement, KOERS_MEASURE_REFUND, &refund);
    if (status == KOERS_STATUS_OK)
        status = koers_settlement_total(settlement, KOERS_MEASURE_CARRY_OVER, &carry_over);
    if (status == KOERS_STATUS_OK)
        status = koers_settlement_total(settlement, KOERS_MEASURE_OWN_FUNDS, &own_funds);
    if (status != KOERS_STATUS_OK)
        fprintf(stderr, "%s\n%s", koers_status_name(status), why);
    else
        printf("refund %" PRId64 ", carried over %" PRId64 ", own funds %" PRId64 " cents\n", refund, carry_over,
               own_funds);

    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    /* iza: 1000.00 - 640.50 - 100.00 goes back. Of the fund 500.00 - 300.00 is left: 20 % of 500.00 stays, and the rest
     * goes back. */
    return status == KOERS_STATUS_OK && refund == 25950 + 10000 && carry_over == 10000 && own_funds == 1234 ? 0 : 1;
}
