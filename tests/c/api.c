/* What works: versions, loading, settling, rebooking, dossiers from memory, and the order of calls. */
#include "check.h"

static void versions(void) {
    char parts[64];
    snprintf(parts, sizeof parts, "%d.%d.%d", KOERS_VERSION_MAJOR, KOERS_VERSION_MINOR, KOERS_VERSION_PATCH);
    CHECK(strncmp(koers_version(), parts, strlen(parts)) == 0);
    CHECK(strcmp(koers_version(), KOERS_VERSION) == 0);
    CHECK(koers_abi_version() == KOERS_ABI_VERSION);
}

/* The numbers are frozen. */
static void statuses(void) {
    static const struct {
        int32_t number;
        const char *name;
    } frozen[] = {
        {0, "KOERS_STATUS_OK"},
        {100, "KOERS_STATUS_NULL_ARGUMENT"},
        {101, "KOERS_STATUS_MISALIGNED"},
        {102, "KOERS_STATUS_WRONG_LENGTH"},
        {103, "KOERS_STATUS_INVALID_UTF8"},
        {104, "KOERS_STATUS_WRONG_STRUCT_SIZE"},
        {105, "KOERS_STATUS_UNKNOWN_VALUE"},
        {200, "KOERS_STATUS_WRONG_ORDER"},
        {300, "KOERS_STATUS_TOO_SMALL"},
        {400, "KOERS_STATUS_REFUSED"},
        {401, "KOERS_STATUS_UNKNOWN_DIMENSION"},
        {402, "KOERS_STATUS_CANCELLED"},
        {403, "KOERS_STATUS_UNPROVED"},
        {404, "KOERS_STATUS_UNKNOWN_SUBJECT"},
        {900, "KOERS_STATUS_PANIC"},
    };
    size_t i;
    for (i = 0; i < sizeof frozen / sizeof frozen[0]; i++)
        CHECK(strcmp(koers_status_name(frozen[i].number), frozen[i].name) == 0);
    CHECK(strcmp(koers_status_name(1), "unknown status") == 0);
    CHECK(strcmp(koers_status_name(INT32_MIN), "unknown status") == 0);
    CHECK(KOERS_STATUS_OK == 0 && KOERS_STATUS_REFUSED == 400 && KOERS_STATUS_PANIC == 900);
}

/* The accounts of 2024, and questions 1 and 2 of the reference. */
static void twentse_koers(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    koers_dossier *rebooked = NULL;
    koers_rebooking change;

    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 96522500);
    CHECK(total(settlement, KOERS_MEASURE_CARRY_OVER) == 73587800);
    CHECK(total(settlement, KOERS_MEASURE_BALANCE) == 170110300);
    koers_settlement_free(settlement);

    KOERS_INIT(&change);
    change.line = text_of("BZ-1");
    change.booking = text_of("iza");
    OK(koers_dossier_rebook(dossier, &change, 1, &rebooked, NULL));
    settlement = settle(rebooked);
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 92361200);
    koers_settlement_free(settlement);
    koers_dossier_free(rebooked);

    change.booking = text_of("iza:4161;gala15:rest");
    OK(koers_dossier_rebook(dossier, &change, 1, &rebooked, NULL));
    /* Nothing is written in the dossier, and the new one doesn't need it. */
    settlement = settle(dossier);
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 96522500);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    settlement = settle(rebooked);
    koers_dossier_free(rebooked);
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 96106400);
    koers_settlement_free(settlement);
}

static void rebooking_is_refused(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_dossier *rebooked = NULL;
    koers_rebooking changes[3];
    report r;
    size_t i;
    for (i = 0; i < 3; i++) {
        KOERS_INIT(&changes[i]);
        changes[i].line = text_of("BZ-1");
    }
    changes[0].booking = text_of("iza:50%");
    changes[1].line = text_of("BZ-9999");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_rebook(dossier, changes, 2, &rebooked, report_init(&r)));
    CHECK(rebooked == NULL);
    CHECK(strstr(r.text, "K0116") != NULL && strstr(r.text, "K0206") != NULL);

    changes[0].booking = text_of("nobody");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_rebook(dossier, changes, 1, &rebooked, report_init(&r)));
    CHECK(strstr(r.text, "K0205") != NULL);

    /* Without a booking the line is on own funds. */
    OK(koers_dossier_rebook(dossier, &changes[2], 1, &rebooked, report_init(&r)));
    CHECK(r.error.length == 0 && r.text[0] == '\0');
    koers_dossier_free(rebooked);
    koers_dossier_free(dossier);
}

static koers_dossier *draft(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    report r;
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    info.last_year = 2025;
    info.as_of = 20260101;
    OK(koers_dossier_new(&info, &dossier, report_init(&r)));
    return dossier;
}

static koers_grant grant(const char *id, const char *scheme) {
    koers_grant out;
    KOERS_INIT(&out);
    out.id = text_of(id);
    out.scheme = text_of(scheme);
    out.state = text_of("awarded");
    return out;
}

static koers_tranche tranche(const char *of, const char *id, int64_t cents) {
    koers_tranche out;
    KOERS_INIT(&out);
    out.grant = text_of(of);
    out.id = text_of(id);
    out.year = 2024;
    out.granted = cents;
    return out;
}

/* Two years, an opening, all kinds of movements, an agreement. */
static void from_memory(void) {
    koers_dossier *dossier = draft();
    koers_settlement *settlement;
    koers_grant grants[1];
    koers_tranche tranches[1];
    koers_movement movements[3];
    koers_agreement agreement;
    koers_line line;
    koers_text covered = KOERS_TEXT("2024");
    int64_t amounts[3] = {80000, 2500, 10000};
    report r;
    size_t i;
    grants[0] = grant("province", "provincie-overijssel");
    tranches[0] = tranche("province", "2024", 100000);
    tranches[0].has_opening = 1;
    tranches[0].opening_balance = 2500;
    tranches[0].opening_owed = 2500;
    tranches[0].opening_room = 100000;
    for (i = 0; i < 3; i++) {
        KOERS_INIT(&movements[i]);
        movements[i].grant = text_of("province");
        movements[i].tranche = text_of("2024");
        movements[i].kind = KOERS_MOVEMENT_KIND_RECEIVED + (int32_t)i;
        movements[i].amount = amounts[i];
        movements[i].period = text_of("2024-Q2");
    }
    KOERS_INIT(&agreement);
    agreement.grant = text_of("province");
    agreement.source = text_of("letter of 1 December");
    agreement.tranches = &covered;
    agreement.tranche_count = 1;
    agreement.unspent = text_of("carry-over");
    agreement.unspent_until = 20251231;
    agreement.unspent_limit = text_of("25 %");
    agreement.unspent_of = text_of("award");
    KOERS_INIT(&line);
    line.line = text_of("L1");
    line.date = 20240930;
    line.amount = 60000;
    line.grant = text_of("province");

    OK(koers_dossier_add_grants(dossier, grants, 1, report_init(&r)));
    OK(koers_dossier_add_tranches(dossier, tranches, 1, report_init(&r)));
    OK(koers_dossier_add_movements(dossier, movements, 3, report_init(&r)));
    OK(koers_dossier_add_agreements(dossier, &agreement, 1, report_init(&r)));
    OK(koers_dossier_add_lines(dossier, &line, 1, report_init(&r)));
    line.line = text_of("L2"); /* texts and structs were copied */
    line.date = 20250630;
    line.amount = 15000;
    OK(koers_dossier_add_lines(dossier, &line, 1, report_init(&r)));
    OK(koers_dossier_build(dossier, report_init(&r)));
    settlement = settle(dossier);
    /* 2024: room 110000, spent 60000, 25 % of 110000 may stay; cash 2500 + 80000 - 2500 - 60000 = 20000. */
    CHECK(total(settlement, KOERS_MEASURE_RECEIVED) == 80000);
    CHECK(total(settlement, KOERS_MEASURE_REPAID) == 2500);
    CHECK(total(settlement, KOERS_MEASURE_GRANTED) == 110000);
    CHECK(total(settlement, KOERS_MEASURE_SPENT) == 75000);
    CHECK(total(settlement, KOERS_MEASURE_BALANCE) == 5000);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

/* An add that is refused adds nothing; a build that is refused leaves the draft. */
static void all_or_nothing(void) {
    koers_dossier *dossier = draft();
    koers_grant grants[2];
    koers_tranche tranches[2];
    koers_line lines[2];
    report r;
    size_t i;
    grants[0] = grant("iza", "spuk-iza");
    grants[1] = grant("other", "spuk-iza");
    grants[1].since = 20250231;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_grants(dossier, grants, 2, report_init(&r)));
    CHECK(strstr(r.text, "fout[K0109]") != NULL && strstr(r.text, "grants[1].since") != NULL);
    OK(koers_dossier_add_grants(dossier, grants, 1, NULL));

    tranches[0] = tranche("iza", "2024", 100000);
    tranches[1] = tranche("other", "2024", INT64_MIN);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_tranches(dossier, tranches, 2, report_init(&r)));
    CHECK(strstr(r.text, "K0205") != NULL && strstr(r.text, "K0108") != NULL);
    OK(koers_dossier_add_tranches(dossier, tranches, 1, NULL));

    for (i = 0; i < 2; i++) {
        KOERS_INIT(&lines[i]);
        lines[i].line = text_of("L1");
        lines[i].period = text_of("2024-13");
        lines[i].amount = INT64_MAX;
        lines[i].grant = text_of("iza;");
    }
    lines[0].period = text_of("2024");
    lines[0].amount = 1;
    lines[0].grant = text_of("iza");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines(dossier, lines, 2, report_init(&r)));
    CHECK(strstr(r.text, "cost_lines[2].amount") != NULL && strstr(r.text, "K0108") != NULL);
    CHECK(strstr(r.text, "K0109") != NULL && strstr(r.text, "K0116") != NULL);
    lines[0].date = 20241231; /* and a period */
    lines[1].period = text_of(NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines(dossier, lines, 2, report_init(&r)));
    CHECK(strstr(r.text, "cost_lines[1].period") != NULL && strstr(r.text, "cost_lines[2].period") != NULL);
    lines[0].date = 0;
    OK(koers_dossier_add_lines(dossier, lines, 1, NULL));

    /* Twice the same grant: only seen as a whole. */
    OK(koers_dossier_add_grants(dossier, grants, 1, NULL));
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_build(dossier, report_init(&r)));
    CHECK(strstr(r.text, "K0202") != NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_build(dossier, report_init(&r)));
    koers_dossier_free(dossier);
}

static void order_of_calls(void) {
    koers_dossier *dossier = draft();
    koers_dossier *rebooked = NULL;
    koers_settlement *settlement = NULL;
    report r;
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_settle(dossier, &settlement, report_init(&r)));
    CHECK(strstr(r.text, "KOERS_STATUS_WRONG_ORDER: ") == r.text);
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_rebook(dossier, NULL, 0, &rebooked, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_with_as_of(dossier, 20240101, &rebooked, NULL));
    CHECK(settlement == NULL && rebooked == NULL);
    OK(koers_dossier_build(dossier, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_build(dossier, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_scheme(dossier, "a", 1, "b", 1, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_grants(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_tranches(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_movements(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_agreements(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_tranche_units(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_eligible_for(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_lines(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_quantities(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_budget(dossier, NULL, 0, NULL));
    settlement = settle(dossier); /* nothing in it, but ready */
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    dossier = load(TWENTSE_KOERS);
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_grants(dossier, NULL, 0, report_init(&r)));
    koers_dossier_free(dossier);
}

int main(void) {
    versions();
    statuses();
    twentse_koers();
    rebooking_is_refused();
    from_memory();
    all_or_nothing();
    order_of_calls();
    return done();
}
