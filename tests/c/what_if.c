/* What-ifs: a dossier with something else in it, which is a dossier of its own. */
#include "check.h"

/* Costs for care only, of staff at most 40 euros. */
static const char SCHEME[] =
    "format = 1\n"
    "[scheme]\n"
    "id = \"zorg\"\n"
    "title = \"Zorg\"\n"
    "funder = \"Rijk\"\n"
    "funder_group = \"rijk\"\n"
    "legal_basis = { title = \"Regeling zorg\" }\n"
    "[[versions]]\n"
    "from = 2020-01-01\n"
    "published = 2019-12-01\n"
    "unit = { period = \"calendar-year\", article = \"art. 1\", status = \"text\" }\n"
    "window = { rule = \"tranche-year\", article = \"art. 2\", status = \"text\" }\n"
    "eligible = { rule = \"costs\", only = { theme = [\"zorg\"] }, article = \"art. 3\", status = \"text\" }\n"
    "unspent = { rule = \"refund\", article = \"art. 4\", status = \"text\" }\n"
    "ceilings = [{ name = \"staff\", limit = \"40\", only = { sort = [\"staff\"] }, article = \"art. 5\", status = \"text\" }]\n";

static report refused;

/* Two grants of 100 euros each; costs of staff 60 and of rent 30 for care on the first, and 20 for sport. */
static koers_dossier *ready(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_grant grants[2];
    koers_tranche tranches[2];
    koers_movement movements[2];
    koers_line lines[3];
    koers_dimension dimensions[3][2];
    static const char *const words[3][2] = {{"zorg", "staff"}, {"zorg", "rent"}, {"sport", "rent"}};
    static const int64_t amounts[3] = {6000, 3000, 2000};
    size_t i;
    KOERS_INIT(&info);
    info.id = text_of("what-if");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    OK(koers_dossier_new(&info, &dossier, NULL));
    OK(koers_dossier_add_scheme(dossier, "zorg.toml", 9, SCHEME, strlen(SCHEME), report_init(&refused)));
    for (i = 0; i < 2; i++) {
        KOERS_INIT(&grants[i]);
        grants[i].id = text_of(i == 0 ? "a" : "b");
        grants[i].scheme = text_of("zorg");
        grants[i].state = text_of("awarded");
        KOERS_INIT(&tranches[i]);
        tranches[i].grant = grants[i].id;
        tranches[i].id = text_of("2024");
        tranches[i].year = 2024;
        tranches[i].granted = 10000;
        KOERS_INIT(&movements[i]);
        movements[i].grant = grants[i].id;
        movements[i].tranche = text_of("2024");
        movements[i].kind = KOERS_MOVEMENT_KIND_RECEIVED;
        movements[i].period = text_of("2024");
        movements[i].amount = 10000;
    }
    for (i = 0; i < 3; i++) {
        dimensions[i][0].name = text_of("theme");
        dimensions[i][0].value = text_of(words[i][0]);
        dimensions[i][1].name = text_of("sort");
        dimensions[i][1].value = text_of(words[i][1]);
        KOERS_INIT(&lines[i]);
        lines[i].line = text_of(i == 0 ? "1" : i == 1 ? "2" : "3");
        lines[i].period = text_of("2024");
        lines[i].amount = amounts[i];
        lines[i].grant = text_of("a");
        lines[i].dimensions = dimensions[i];
        lines[i].dimension_count = 2;
    }
    OK(koers_dossier_add_grants(dossier, grants, 2, report_init(&refused)));
    OK(koers_dossier_add_tranches(dossier, tranches, 2, report_init(&refused)));
    OK(koers_dossier_add_movements(dossier, movements, 2, report_init(&refused)));
    OK(koers_dossier_add_lines(dossier, lines, 3, report_init(&refused)));
    EXPECT(KOERS_STATUS_OK, koers_dossier_build(dossier, report_init(&refused)));
    fputs(refused.text, stderr);
    return dossier;
}

/* What the grants pay; frees the dossier. */
static int64_t spent(koers_dossier *dossier) {
    koers_settlement *settlement = settle(dossier);
    int64_t cents = total(settlement, KOERS_MEASURE_SPENT);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return cents;
}

static void eligibility(const koers_dossier *dossier) {
    koers_assumption assumption;
    koers_eligible_for judgements[2];
    koers_dossier *changed = NULL;
    koers_dimension sport;
    koers_text line = text_of("3");
    /* Of staff 40, of rent 30; sport is not eligible. */
    KOERS_INIT(&assumption);
    assumption.grant = text_of("a");
    OK(koers_dossier_assume_eligible(dossier, &assumption, &changed, NULL));
    CHECK(spent(changed) == 9000);
    sport.name = text_of("theme");
    sport.value = text_of("sport");
    assumption.only = &sport;
    assumption.only_count = 1;
    OK(koers_dossier_assume_eligible(dossier, &assumption, &changed, NULL));
    CHECK(spent(changed) == 9000);
    assumption.except = &sport;
    assumption.except_count = 1;
    assumption.matching = text_of("any");
    OK(koers_dossier_assume_eligible(dossier, &assumption, &changed, NULL));
    CHECK(spent(changed) == 7000);
    changed = NULL;
    assumption.matching = text_of("none");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_assume_eligible(dossier, &assumption, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0104") != NULL && strstr(refused.text, "assume_eligible.match") != NULL);
    assumption.matching = text_of(NULL);
    assumption.grant = text_of("nobody");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_assume_eligible(dossier, &assumption, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0205") != NULL);

    KOERS_INIT(&judgements[0]);
    judgements[0].grant = text_of("b");
    judgements[0].source = text_of("memo");
    judgements[0].lines = &line;
    judgements[0].line_count = 1;
    judgements[1] = judgements[0];
    OK(koers_dossier_eligible_for(dossier, judgements, 2, &changed, NULL));
    CHECK(spent(changed) == 7000);
    changed = NULL;
    line = text_of("4");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_eligible_for(dossier, judgements, 2, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0206") != NULL);
    judgements[0].source = text_of(NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_eligible_for(dossier, judgements, 1, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0102") != NULL);
    CHECK(changed == NULL);
}

static void amounts(const koers_dossier *dossier) {
    koers_award award;
    koers_ceiling ceiling;
    koers_line_amount lines[2];
    koers_dossier *changed = NULL;
    KOERS_INIT(&award);
    award.grant = text_of("a");
    award.tranche = text_of("2024");
    award.amount = 5000;
    OK(koers_dossier_with_award(dossier, &award, &changed, NULL));
    CHECK(spent(changed) == 5000);
    changed = NULL;
    award.part = text_of("zorg");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_award(dossier, &award, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0215") != NULL);
    award.part = text_of(NULL);
    award.amount = -1;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_award(dossier, &award, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0110") != NULL);
    award.amount = INT64_MIN;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_award(dossier, &award, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0108") != NULL && strstr(refused.text, "-92233720368547758.08") != NULL);

    KOERS_INIT(&ceiling);
    ceiling.scheme = text_of("zorg");
    ceiling.name = text_of("staff");
    ceiling.amount = 5500;
    OK(koers_dossier_with_ceiling(dossier, &ceiling, &changed, NULL));
    CHECK(spent(changed) == 8500);
    changed = NULL;
    ceiling.name = text_of("rent");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_ceiling(dossier, &ceiling, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0104") != NULL);
    ceiling.scheme = text_of("sport");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_ceiling(dossier, &ceiling, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0204") != NULL);

    KOERS_INIT(&lines[0]);
    KOERS_INIT(&lines[1]);
    lines[0].line = text_of("1");
    lines[0].amount = 1000;
    lines[1].line = text_of("2");
    lines[1].amount = 8000;
    OK(koers_dossier_with_amounts(dossier, lines, 2, &changed, NULL));
    CHECK(spent(changed) == 9000);
    OK(koers_dossier_with_amounts(dossier, NULL, 0, &changed, NULL));
    CHECK(spent(changed) == 7000);
    changed = NULL;
    /* All that is wrong, at once. */
    lines[0].line = text_of("4");
    lines[1].amount = INT64_MAX;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_amounts(dossier, lines, 2, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0206") != NULL && strstr(refused.text, "K0108") != NULL);
    CHECK(changed == NULL);
}

static void preference(const koers_dossier *dossier) {
    koers_dossier *changed = NULL;
    koers_dossier *again = NULL;
    koers_settlement *settlement;
    koers_settlement_row row[2];
    size_t count = 0;
    OK(koers_dossier_with_preference(dossier, "b", 1, 1, &changed, NULL));
    settlement = settle(changed);
    OK(koers_settlement_rows(settlement, row, sizeof row[0], 2, &count));
    CHECK(text_is(row[0].grant, "b") && text_is(row[1].grant, "a"));
    koers_settlement_free(settlement);
    OK(koers_dossier_with_preference(changed, "b", 1, 0, &again, NULL));
    koers_dossier_free(changed);
    settlement = settle(again);
    OK(koers_settlement_rows(settlement, row, sizeof row[0], 2, &count));
    CHECK(text_is(row[0].grant, "a") && text_is(row[1].grant, "b"));
    koers_settlement_free(settlement);
    koers_dossier_free(again);
    changed = NULL;
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_dossier_with_preference(dossier, "b", 1, -1, &changed, report_init(&refused)));
    EXPECT(KOERS_STATUS_REFUSED,
           koers_dossier_with_preference(dossier, "b", 1, INT32_MAX, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0104") != NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_with_preference(dossier, "c", 1, 1, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "K0205") != NULL);
    CHECK(changed == NULL);
}

static void wrong_arguments(const koers_dossier *dossier) {
    koers_dossier *draft = NULL;
    koers_dossier *changed = NULL;
    koers_dossier_info info;
    koers_assumption assumption;
    koers_award award;
    koers_ceiling ceiling;
    koers_line_amount amount;
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    KOERS_INIT(&assumption);
    KOERS_INIT(&award);
    KOERS_INIT(&ceiling);
    KOERS_INIT(&amount);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_assume_eligible(NULL, &assumption, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_assume_eligible(dossier, NULL, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_assume_eligible(dossier, &assumption, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_eligible_for(NULL, NULL, 0, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_eligible_for(dossier, NULL, 1, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_eligible_for(dossier, NULL, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_award(NULL, &award, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_award(dossier, NULL, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_ceiling(dossier, NULL, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_ceiling(dossier, &ceiling, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_preference(dossier, NULL, 1, 1, &changed, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_with_preference(dossier, "", 0, 1, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_amounts(dossier, NULL, 1, &changed, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_with_amounts(dossier, &amount, 1, NULL, NULL));
    /* No smaller size than the first. */
    assumption.struct_size -= 8;
    award.struct_size -= 8;
    ceiling.struct_size -= 8;
    amount.struct_size -= 8;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_assume_eligible(dossier, &assumption, &changed, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_with_award(dossier, &award, &changed, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_with_ceiling(dossier, &ceiling, &changed, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_with_amounts(dossier, &amount, 1, &changed, NULL));
    /* Texts and arrays. */
    KOERS_INIT(&assumption);
    assumption.only_count = 1;
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_dossier_assume_eligible(dossier, &assumption, &changed, report_init(&refused)));
    CHECK(strstr(refused.text, "`assumption.only`") != NULL);
    KOERS_INIT(&amount);
    amount.line.data = "\xff";
    amount.line.length = 1;
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_dossier_with_amounts(dossier, &amount, 1, &changed, NULL));
    /* A draft has nothing to change yet. */
    KOERS_INIT(&award);
    OK(koers_dossier_new(&info, &draft, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_with_award(draft, &award, &changed, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_with_amounts(draft, NULL, 0, &changed, NULL));
    koers_dossier_free(draft);
    CHECK(changed == NULL);
}

int main(void) {
    koers_dossier *dossier = ready();
    eligibility(dossier);
    amounts(dossier);
    preference(dossier);
    wrong_arguments(dossier);
    /* After all these it is as it was. */
    CHECK(spent(dossier) == 7000);
    return done();
}
