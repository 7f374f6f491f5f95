/* Programs that were compiled with an older or newer header: their structs are smaller or larger than the library's. */
#include <stddef.h>

#include "check.h"

/* The structs as they were before they grew; what lies behind them is not theirs. */
typedef struct {
    size_t struct_size;
    koers_text id, scheme, title, state;
    int32_t since, preference;
    koers_text source;
} older_grant;

typedef struct {
    size_t struct_size;
    koers_text grant, source;
    const koers_text *tranches;
    size_t tranche_count;
    int32_t window_until, unspent_until;
    koers_text unspent, unspent_limit;
} older_agreement;

typedef struct {
    size_t struct_size;
    koers_text line;
    int32_t date;
    koers_text period;
    int64_t amount;
    koers_text grant, source;
    const koers_dimension *dimensions;
    size_t dimension_count;
} older_line;

/* A line as a later header may have it. */
typedef struct {
    koers_line line;
    int64_t later[2];
} newer_line;

static report refused;

static koers_dossier *draft(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_tranche tranche;
    older_grant grants[2];
    size_t i;
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    OK(koers_dossier_new(&info, &dossier, NULL));
    for (i = 0; i < 2; i++) {
        KOERS_INIT(&grants[i]);
        grants[i].id = text_of(i == 0 ? "iza" : "other");
        grants[i].scheme = text_of("spuk-iza");
        grants[i].state = text_of("awarded");
    }
    /* Behind the first stands the second, and no reserve. */
    OK(koers_dossier_add_grants(dossier, (koers_grant *)(void *)grants, 2, report_init(&refused)));
    KOERS_INIT(&tranche);
    tranche.grant = text_of("iza");
    tranche.id = text_of("2024");
    tranche.year = 2024;
    tranche.granted = 100000;
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&refused)));
    return dossier;
}

static void older(void) {
    koers_dossier *dossier = draft();
    koers_settlement *settlement;
    older_agreement agreement;
    older_line *lines = (older_line *)malloc(3 * sizeof *lines); /* no byte more than these three */
    size_t i;
    KOERS_INIT(&agreement);
    agreement.grant = text_of("iza");
    agreement.source = text_of("letter");
    agreement.unspent = text_of("carry-over");
    agreement.unspent_limit = text_of("100.00");
    agreement.unspent_until = 20251231;
    OK(koers_dossier_add_agreements(dossier, (koers_agreement *)(void *)&agreement, 1, report_init(&refused)));
    for (i = 0; i < 3; i++) {
        KOERS_INIT(&lines[i]);
        lines[i].line = text_of(i == 0 ? "a" : i == 1 ? "b" : "c");
        lines[i].period = text_of("2024");
        lines[i].amount = 10000;
        lines[i].grant = text_of("iza");
    }
    OK(koers_dossier_add_lines(dossier, (koers_line *)(void *)lines, 3, report_init(&refused)));
    free(lines);
    OK(koers_dossier_build(dossier, report_init(&refused)));
    settlement = settle(dossier);
    /* Costs without VAT, as all lines were. */
    CHECK(total(settlement, KOERS_MEASURE_SPENT) == 30000);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

/* The sizes in between are those of no version; each one larger is, when what is unknown is zero. */
static void sizes(void) {
    koers_dossier *dossier = draft();
    newer_line lines[2];
    size_t size;
    CHECK(sizeof(older_line) == offsetof(koers_line, kind));
    CHECK(sizeof(older_agreement) == offsetof(koers_agreement, unspent_of));
    CHECK(sizeof(older_grant) == offsetof(koers_grant, has_reserve));
    for (size = 0; size <= sizeof lines[0]; size += 8) {
        memset(lines, 0, sizeof lines);
        lines[0].line.line = text_of("a");
        lines[0].line.period = text_of("2024");
        lines[0].line.amount = 1;
        lines[0].line.struct_size = size;
        EXPECT(size < sizeof(older_line) ? KOERS_STATUS_WRONG_STRUCT_SIZE : KOERS_STATUS_OK,
               koers_dossier_add_lines(dossier, &lines[0].line, 1, report_init(&refused)));
        /* What lies behind a struct is never read, whatever it is. */
        if (size >= sizeof(older_line) && size < sizeof(koers_line)) {
            if (size <= offsetof(koers_line, vat_compensable))
                lines[0].line.vat_compensable = INT64_MIN;
            if (size <= offsetof(koers_line, fixed))
                lines[0].line.fixed = 2;
            if (size <= offsetof(koers_line, corrects))
                lines[0].line.corrects.length = 1;
            OK(koers_dossier_add_lines(dossier, &lines[0].line, 1, report_init(&refused)));
        }
    }
    memset(lines, 0, sizeof lines);
    lines[0].line.struct_size = lines[1].line.struct_size = sizeof lines[0];
    lines[0].line.period = lines[1].line.period = text_of("2024");
    lines[0].line.kind = KOERS_LINE_KIND_INCOME;
    lines[1].later[1] = 1;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_lines(dossier, &lines[0].line, 2, report_init(&refused)));
    CHECK(strstr(refused.text, "`lines[1]` has fields that this library doesn't know") != NULL);
    koers_dossier_free(dossier);
}

/* Structs that are new: no smaller size than the first. */
static void first_versions(void) {
    koers_dossier *dossier = draft();
    koers_quantity quantity;
    koers_tranche_units units;
    koers_eligible_for judgement;
    KOERS_INIT(&quantity);
    KOERS_INIT(&units);
    KOERS_INIT(&judgement);
    quantity.struct_size -= 8;
    units.struct_size -= 8;
    judgement.struct_size -= 8;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_quantities(dossier, &quantity, 1, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_tranche_units(dossier, &units, 1, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_eligible_for(dossier, &judgement, 1, NULL));
    quantity.struct_size += 4;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_quantities(dossier, &quantity, 1, NULL));
    quantity.struct_size += 8;
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_add_quantities(dossier, &quantity, 1, NULL));
    koers_dossier_free(dossier);
}

/* Rows for a newer program: columns that this library doesn't know are zero. */
static void newer_rows(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    struct {
        koers_term_row row;
        int64_t later;
    } rows[64];
    size_t count = 0;
    size_t i;
    memset(rows, 0x55, sizeof rows);
    OK(koers_settlement_terms(settlement, &rows[0].row, sizeof rows[0], 64, &count));
    CHECK(count > 0 && count < 64);
    for (i = 0; i < count; i++)
        CHECK(rows[i].row.year == 2024 && rows[i].later == 0);
    CHECK(count == 64 || rows[count].later != 0);
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE,
           koers_settlement_terms(settlement, &rows[0].row, sizeof(koers_term_row) - 8, 64, &count));
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

int main(void) {
    older();
    sizes();
    first_versions();
    newer_rows();
    return done();
}
