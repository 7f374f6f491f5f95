/* What was paid under a ceiling and earned of a unit before the first book year, and fields that are 0 or 1. */
#include "check.h"

/* A price of 10 a place, of at most 100 together for staff. */
static const char SCHEME[] =
    "format = 1\n"
    "[scheme]\n"
    "id = \"beide\"\n"
    "title = \"Beide\"\n"
    "funder = \"Fonds\"\n"
    "funder_group = \"other\"\n"
    "legal_basis = { title = \"Regeling\" }\n"
    "[[versions]]\n"
    "from = 2019-01-01\n"
    "unit = { period = \"term\", article = \"art. 1\", status = \"text\" }\n"
    "window = { rule = \"tranche\", article = \"art. 2\", status = \"text\" }\n"
    "eligible = { rule = \"any\", article = \"art. 3\", status = \"text\" }\n"
    "unspent = { rule = \"refund\", article = \"art. 4\", status = \"text\" }\n"
    "ceilings = [{ name = \"staf\", limit = \"100\", article = \"art. 5\", status = \"text\" }]\n"
    "[versions.basis]\n"
    "rule = \"price-quantity\"\n"
    "article = \"art. 6\"\n"
    "status = \"text\"\n"
    "prices = [{ unit = \"plek\", price = \"10\", article = \"art. 6\", status = \"text\" }]\n";

static report refused;

/* A grant of 2024 and 2025 with 130 left for 2025, for at most 10 places. */
static koers_dossier *draft(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_grant grant;
    koers_tranche tranche;
    koers_tranche_units units;
    KOERS_INIT(&info);
    info.id = text_of("before");
    info.holder = text_of("SamenTwente");
    info.first_year = 2025;
    OK(koers_dossier_new(&info, &dossier, NULL));
    OK(koers_dossier_add_scheme(dossier, "beide.toml", 10, SCHEME, strlen(SCHEME), report_init(&refused)));
    fputs(refused.text, stderr);
    KOERS_INIT(&grant);
    grant.id = text_of("a");
    grant.scheme = text_of("beide");
    grant.state = text_of("awarded");
    OK(koers_dossier_add_grants(dossier, &grant, 1, report_init(&refused)));
    KOERS_INIT(&tranche);
    tranche.grant = grant.id;
    tranche.id = text_of("t");
    tranche.from = 20240101;
    tranche.until = 20251231;
    tranche.granted = 20000;
    tranche.has_opening = 1;
    tranche.opening_balance = 13000;
    tranche.opening_room = 13000;
    tranche.opening_spent = 7000;
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&refused)));
    KOERS_INIT(&units);
    units.grant = grant.id;
    units.tranche = tranche.id;
    units.unit = text_of("plek");
    units.quantity = text_of("10");
    OK(koers_dossier_add_tranche_units(dossier, &units, 1, report_init(&refused)));
    return dossier;
}

static koers_tranche_before statement(void) {
    koers_tranche_before before;
    KOERS_INIT(&before);
    before.grant = text_of("a");
    before.tranche = text_of("t");
    return before;
}

/* What is paid of a cost of 50 with 5 places in 2025, after `count` statements. */
static int64_t spent(const koers_tranche_before *before, size_t count) {
    koers_dossier *dossier = draft();
    koers_settlement *settlement;
    koers_quantity places;
    koers_line line;
    int64_t cents;
    OK(koers_dossier_add_tranche_before(dossier, before, count, report_init(&refused)));
    KOERS_INIT(&places);
    places.grant = text_of("a");
    places.period = text_of("2025");
    places.unit = text_of("plek");
    places.quantity = text_of("5");
    OK(koers_dossier_add_quantities(dossier, &places, 1, report_init(&refused)));
    KOERS_INIT(&line);
    line.line = text_of("1");
    line.period = text_of("2025");
    line.amount = 5000;
    line.grant = text_of("a");
    OK(koers_dossier_add_lines(dossier, &line, 1, report_init(&refused)));
    EXPECT(KOERS_STATUS_OK, koers_dossier_build(dossier, report_init(&refused)));
    fputs(refused.text, stderr);
    settlement = settle(dossier);
    cents = total(settlement, KOERS_MEASURE_SPENT);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return cents;
}

/* Five places earn 50. With 70 paid under the ceiling of 100 before, 30 may be paid; with 8 of 10 places earned before, 2 earn 20. */
static void ceilings_and_units(void) {
    koers_tranche_before before[3];
    before[0] = statement();
    CHECK(spent(before, 0) == 5000);
    before[0].ceiling = text_of("staf");
    before[0].paid = 7000;
    CHECK(spent(before, 1) == 3000);
    before[1] = statement();
    before[1].unit = text_of("plek");
    before[1].quantity = text_of("8");
    CHECK(spent(before + 1, 1) == 2000);
    CHECK(spent(before, 2) == 2000);
    /* Both in one, and a later one in the place of an earlier. */
    before[2] = before[0];
    before[2].unit = before[1].unit;
    before[2].quantity = text_of("7.5");
    before[2].paid = 8500;
    CHECK(spent(before + 2, 1) == 1500);
    CHECK(spent(before, 3) == 1500);
    before[2].paid = 0;
    CHECK(spent(before, 3) == 2500);
}

/* What is refused leaves the draft as it was. */
static void what_is_refused(void) {
    koers_dossier *dossier = draft();
    koers_tranche_before before = statement();
    koers_text unknown = text_of("b");
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_tranche_before(dossier, NULL, 1, report_init(&refused)));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_tranche_before(NULL, &before, 1, report_init(&refused)));
    before.grant = unknown;
    before.ceiling = text_of("staf");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "K0205") != NULL);
    before.grant = text_of("a");
    before.paid = INT64_MAX;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    CHECK(strstr(refused.text, "K0108") != NULL);
    before.paid = 0;
    before.unit = text_of("plek");
    before.quantity = text_of("1.1234567");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    CHECK(refused.error.length > 0);
    before.quantity = text_of("1");
    before.ceiling.data = "\xff";
    before.ceiling.length = 1;
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    before.struct_size = 8;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    EXPECT(KOERS_STATUS_OK, koers_dossier_build(dossier, report_init(&refused)));
    before = statement();
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    koers_dossier_free(dossier);
}

/* A field that is 0 or 1 has no third value, and what is refused for it is not added. */
static void fields_that_are_0_or_1(void) {
    static const int32_t wrong[] = {2, -1, INT32_MAX, INT32_MIN};
    size_t i;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        koers_dossier *dossier = draft();
        koers_grant grant;
        koers_tranche tranche;
        koers_tranche_closing closing;
        koers_line line;
        static const char *const names[] = {"has_granted", "has_room", "has_earned", "has_owed"};
        int32_t *fields[4];
        size_t at;
        KOERS_INIT(&grant);
        grant.id = text_of("b");
        grant.scheme = text_of("beide");
        grant.state = text_of("awarded");
        grant.has_reserve = wrong[i];
        EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_grants(dossier, &grant, 1, report_init(&refused)));
        CHECK(strstr(refused.text, "has_reserve") != NULL);
        KOERS_INIT(&tranche);
        tranche.grant = text_of("a");
        tranche.id = text_of("u");
        tranche.from = 20250101;
        tranche.until = 20251231;
        tranche.has_opening = wrong[i];
        EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&refused)));
        CHECK(strstr(refused.text, "has_opening") != NULL);
        tranche.has_opening = 1;
        tranche.opening_announced = wrong[i];
        EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&refused)));
        CHECK(strstr(refused.text, "opening_announced") != NULL);
        KOERS_INIT(&closing);
        closing.grant = text_of("a");
        closing.tranche = text_of("t");
        closing.year = 2024;
        fields[0] = &closing.has_granted;
        fields[1] = &closing.has_room;
        fields[2] = &closing.has_earned;
        fields[3] = &closing.has_owed;
        for (at = 0; at < 4; at++) {
            *fields[at] = wrong[i];
            EXPECT(KOERS_STATUS_UNKNOWN_VALUE,
                   koers_dossier_add_tranche_closings(dossier, &closing, 1, report_init(&refused)));
            CHECK(strstr(refused.text, names[at]) != NULL);
            *fields[at] = 0;
        }
        closing.restated = wrong[i];
        EXPECT(KOERS_STATUS_UNKNOWN_VALUE,
               koers_dossier_add_tranche_closings(dossier, &closing, 1, report_init(&refused)));
        CHECK(strstr(refused.text, "restated") != NULL);
        KOERS_INIT(&line);
        line.line = text_of("1");
        line.period = text_of("2025");
        line.amount = 100;
        line.fixed = wrong[i];
        EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_add_lines(dossier, &line, 1, report_init(&refused)));
        CHECK(strstr(refused.text, "fixed") != NULL);
        line.fixed = 1;
        OK(koers_dossier_add_lines(dossier, &line, 1, report_init(&refused)));
        EXPECT(KOERS_STATUS_OK, koers_dossier_build(dossier, report_init(&refused)));
        koers_dossier_free(dossier);
    }
}

int main(void) {
    ceilings_and_units();
    what_is_refused();
    fields_that_are_0_or_1();
    return done();
}
