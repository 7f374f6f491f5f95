/* Runs the good cases of tests/corpus from memory: what the folder says, as structs, must come to the same settlement.
 * Only the places in findings differ: those of files there, those of structs here. */
#define _POSIX_C_SOURCE 200809L
#include "memory.h"
#include "receipt.h"

static report refused;

/* The texts of a list, for the caller to free. */
static koers_text *texts(const node *list, size_t *count) {
    koers_text *out = (koers_text *)calloc(toml_count(list) + 1, sizeof *out);
    const node *item;
    for (item = list == NULL ? NULL : list->child; item != NULL; item = item->next)
        out[(*count)++] = item->text;
    return out;
}

/* A table of dimensions with lists of values, as pairs; for the caller to free. */
static koers_dimension *pairs(const node *table, size_t *count) {
    koers_dimension *out = (koers_dimension *)calloc(64, sizeof *out);
    const node *dimension;
    const node *value;
    for (dimension = table == NULL ? NULL : table->child; dimension != NULL; dimension = dimension->next)
        for (value = dimension->child; value != NULL && *count < 64; value = value->next) {
            out[*count].name = dimension->key;
            out[(*count)++].value = value->text;
        }
    return out;
}

static void add_grant(koers_dossier *dossier, const node *table) {
    const node *keys = toml_get(table, "keys");
    const node *item;
    koers_grant grant;
    KOERS_INIT(&grant);
    grant.id = toml_text(table, "id");
    grant.scheme = toml_text(table, "scheme");
    grant.title = toml_text(table, "title");
    grant.state = toml_text(table, "state");
    grant.since = toml_int(table, "since");
    grant.preference = toml_int(table, "preference");
    grant.source = toml_text(table, "source");
    grant.has_reserve = toml_get(table, "reserve") != NULL;
    grant.reserve = cents_of(toml_text(table, "reserve"));
    OK(koers_dossier_add_grants(dossier, &grant, 1, report_init(&refused)));
    for (item = keys == NULL ? NULL : keys->child; item != NULL; item = item->next) {
        koers_grant_key key;
        KOERS_INIT(&key);
        key.grant = grant.id;
        key.key = item->key;
        key.quantity = item->text;
        OK(koers_dossier_add_grant_keys(dossier, &key, 1, report_init(&refused)));
    }
}

/* What was paid under ceilings, or earned of units, before the first book year. */
static void add_before(koers_dossier *dossier, const koers_tranche *tranche, const node *table, int of_ceilings) {
    const node *item;
    for (item = table == NULL ? NULL : table->child; item != NULL; item = item->next) {
        koers_tranche_before before;
        KOERS_INIT(&before);
        before.grant = tranche->grant;
        before.tranche = tranche->id;
        before.part = tranche->part;
        if (of_ceilings) {
            before.ceiling = item->key;
            before.paid = cents_of(item->text);
        } else {
            before.unit = item->key;
            before.quantity = item->text;
        }
        OK(koers_dossier_add_tranche_before(dossier, &before, 1, report_init(&refused)));
    }
}

static void add_tranche(koers_dossier *dossier, const node *grant, const node *table) {
    static const char *const kinds[] = {"received", "repaid", "amendments"};
    koers_tranche tranche;
    const node *opening = toml_get(table, "opening");
    const node *units = toml_get(table, "units");
    const node *item;
    int32_t kind;
    KOERS_INIT(&tranche);
    tranche.grant = toml_text(grant, "id");
    tranche.id = toml_text(table, "id");
    tranche.part = toml_text(table, "part");
    tranche.year = toml_int(table, "year");
    tranche.from = toml_int(table, "from");
    tranche.until = toml_int(table, "until");
    tranche.granted = cents_of(toml_text(table, "granted"));
    tranche.has_opening = opening != NULL;
    tranche.opening_balance = cents_of(toml_text(opening, "balance"));
    tranche.opening_room = cents_of(toml_text(opening, "room"));
    tranche.opening_owed = cents_of(toml_text(opening, "owed"));
    tranche.opening_until = toml_int(opening, "until");
    tranche.opening_announced = text_is(toml_text(opening, "announced"), "true");
    tranche.opening_to = toml_text(opening, "to");
    tranche.opening_carried_by = toml_text(opening, "carried_by");
    tranche.opening_spent = cents_of(toml_text(opening, "spent"));
    tranche.opening_earned = cents_of(toml_text(opening, "earned"));
    tranche.opening_given_up = cents_of(toml_text(opening, "given_up"));
    tranche.opening_short = cents_of(toml_text(opening, "short"));
    tranche.source = toml_text(table, "source");
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&refused)));
    for (item = units == NULL ? NULL : units->child; item != NULL; item = item->next) {
        koers_tranche_units limit;
        KOERS_INIT(&limit);
        limit.grant = tranche.grant;
        limit.tranche = tranche.id;
        limit.part = tranche.part;
        limit.unit = item->key;
        limit.quantity = item->text;
        OK(koers_dossier_add_tranche_units(dossier, &limit, 1, report_init(&refused)));
    }
    add_before(dossier, &tranche, toml_get(opening, "ceilings"), 1);
    add_before(dossier, &tranche, toml_get(opening, "units"), 0);
    for (kind = 0; kind < 2; kind++) {
        item = toml_get(table, kind == 0 ? "closings" : "restated");
        for (item = item == NULL ? NULL : item->child; item != NULL; item = item->next) {
            koers_tranche_closing closing;
            KOERS_INIT(&closing);
            closing.grant = tranche.grant;
            closing.tranche = tranche.id;
            closing.part = tranche.part;
            closing.year = toml_int(item, "year");
            closing.received = cents_of(toml_text(item, "received"));
            closing.repaid = cents_of(toml_text(item, "repaid"));
            closing.spent = cents_of(toml_text(item, "spent"));
            closing.retained = cents_of(toml_text(item, "retained"));
            closing.refund = cents_of(toml_text(item, "refund"));
            closing.carry_over = cents_of(toml_text(item, "carry_over"));
            closing.pending = cents_of(toml_text(item, "pending"));
            closing.receivable = cents_of(toml_text(item, "receivable"));
            closing.reason = toml_text(item, "reason");
            closing.has_granted = toml_get(item, "granted") != NULL;
            closing.granted = cents_of(toml_text(item, "granted"));
            closing.has_room = toml_get(item, "room") != NULL;
            closing.room = cents_of(toml_text(item, "room"));
            closing.has_earned = toml_get(item, "earned") != NULL;
            closing.earned = cents_of(toml_text(item, "earned"));
            closing.has_owed = toml_get(item, "owed") != NULL;
            closing.owed = cents_of(toml_text(item, "owed"));
            closing.carry_over_until = toml_int(item, "carry_over_until");
            closing.restated = kind;
            OK(koers_dossier_add_tranche_closings(dossier, &closing, 1, report_init(&refused)));
        }
    }
    for (kind = 0; kind < 3; kind++) {
        const node *list = toml_get(table, kinds[kind]);
        for (item = list == NULL ? NULL : list->child; item != NULL; item = item->next) {
            koers_movement movement;
            KOERS_INIT(&movement);
            movement.grant = tranche.grant;
            movement.tranche = tranche.id;
            movement.part = tranche.part;
            movement.kind = KOERS_MOVEMENT_KIND_RECEIVED + kind;
            movement.date = toml_int(item, "date");
            movement.period = toml_text(item, "period");
            movement.amount = cents_of(toml_text(item, "amount"));
            movement.source = toml_text(item, "source");
            OK(koers_dossier_add_movements(dossier, &movement, 1, report_init(&refused)));
        }
    }
}

static void add_agreement(koers_dossier *dossier, const node *grant, const node *table) {
    const node *unspent = toml_get(table, "unspent");
    const node *until = toml_get(unspent, "until");
    const node *years = toml_get(unspent, "tranche_years");
    const node *year;
    koers_agreement agreement;
    koers_text *tranches;
    int32_t tranche_years[16];
    KOERS_INIT(&agreement);
    agreement.grant = toml_text(grant, "id");
    agreement.source = toml_text(table, "source");
    agreement.tranches = tranches = texts(toml_get(table, "tranches"), &agreement.tranche_count);
    agreement.window_until = toml_int(toml_get(table, "window"), "until");
    agreement.unspent = toml_text(unspent, "rule");
    agreement.unspent_limit = toml_text(unspent, "limit");
    agreement.unspent_of = toml_text(unspent, "of");
    agreement.unspent_to = toml_text(unspent, "to");
    if (until != NULL && until->kind == TEXT)
        agreement.unspent_until_end = until->text;
    else
        agreement.unspent_until = toml_int(unspent, "until");
    for (year = years == NULL ? NULL : years->child; year != NULL; year = year->next)
        tranche_years[agreement.unspent_tranche_year_count++] = toml_digits(year->text);
    agreement.unspent_tranche_years = tranche_years;
    OK(koers_dossier_add_agreements(dossier, &agreement, 1, report_init(&refused)));
    free(tranches);
}

static void add_judgement(koers_dossier *dossier, const node *table) {
    koers_eligible_for judgement;
    koers_text *lines;
    koers_dimension *only;
    koers_dimension *except;
    KOERS_INIT(&judgement);
    judgement.grant = toml_text(table, "grant");
    judgement.source = toml_text(table, "source");
    judgement.lines = lines = texts(toml_get(table, "lines"), &judgement.line_count);
    judgement.only = only = pairs(toml_get(table, "only"), &judgement.only_count);
    judgement.except = except = pairs(toml_get(table, "except"), &judgement.except_count);
    judgement.matching = toml_text(table, "match");
    OK(koers_dossier_add_eligible_for(dossier, &judgement, 1, report_init(&refused)));
    free(lines);
    free(only);
    free(except);
}

/* Everything of a list, grants before what is in them. */
static void add_head(koers_dossier *dossier, const node *root) {
    const node *grants = toml_get(root, "grants");
    const node *judgements = toml_get(root, "eligible_for");
    const node *grant;
    const node *item;
    for (grant = grants == NULL ? NULL : grants->child; grant != NULL; grant = grant->next) {
        const node *tranches = toml_get(grant, "tranches");
        const node *agreements = toml_get(grant, "agreements");
        add_grant(dossier, grant);
        for (item = tranches == NULL ? NULL : tranches->child; item != NULL; item = item->next)
            add_tranche(dossier, grant, item);
        for (item = agreements == NULL ? NULL : agreements->child; item != NULL; item = item->next)
            add_agreement(dossier, grant, item);
    }
    for (item = judgements == NULL ? NULL : judgements->child; item != NULL; item = item->next)
        add_judgement(dossier, item);
}

static koers_dossier *build(const char *folder, const node *root) {
    const node *head = toml_get(root, "dossier");
    const node *years = toml_get(head, "years");
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    files f;
    memset(&f, 0, sizeof f);
    f.folder = folder;
    f.tables = toml_get(root, "tables");
    KOERS_INIT(&info);
    info.id = toml_text(head, "id");
    info.title = toml_text(head, "title");
    info.holder = toml_text(head, "holder");
    info.first_year = toml_digits(years->child->text);
    info.last_year = info.first_year + (int32_t)toml_count(years) - 1;
    info.as_of = toml_int(head, "as_of");
    info.chain_from = toml_int(head, "chain_from");
    if (toml_get(head, "closed") != NULL)
        info.closed_until = info.first_year + (int32_t)toml_count(toml_get(head, "closed")) - 1;
    OK(koers_dossier_new(&info, &dossier, report_init(&refused)));
    add_schemes(dossier, folder);
    add_head(dossier, root);
    add_lines(dossier, &f);
    add_quantities(dossier, &f);
    add_budget(dossier, &f);
    OK(koers_dossier_build(dossier, report_init(&refused)));
    return dossier;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Takes the places out of the findings, and sorts them: they are sorted by place. */
static void without_places(char *json) {
    char *findings = strstr(json, "\"findings\":[");
    char *copy;
    char *line;
    char **lines;
    size_t count = 0;
    size_t i;
    if (findings == NULL || (findings = strchr(findings, '\n')) == NULL)
        return;
    copy = (char *)malloc(strlen(findings) + 1);
    strcpy(copy, findings);
    lines = (char **)calloc(strlen(findings) + 1, sizeof *lines);
    for (line = strtok(copy, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char *place = strstr(line, ",\"source\":");
        if (place != NULL)
            *place = '\0';
        lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, by_text);
    *findings = '\0';
    for (i = 0; i < count; i++) {
        strcat(findings, "\n");
        strcat(findings, lines[i]);
    }
    free(lines);
    free(copy);
}

/* Which buckets may pay a line, as JSON; for the caller to free. */
static char *eligibility(const koers_settlement *settlement, koers_text line) {
    koers_eligibility *rows = NULL;
    size_t length = 0;
    char *text;
    OK(koers_settlement_eligibility(settlement, line.data, line.length, &rows, report_init(&refused)));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_eligibility_render(rows, KOERS_FORMAT_JSON, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_eligibility_render(rows, KOERS_FORMAT_JSON, text, length + 1, &length));
    koers_eligibility_free(rows);
    return text;
}

/* Judgements change no amount: they are seen in what may pay each line. The folder must say the same. */
static void compare_eligibility(const corpus_case *c, const char *label, const koers_settlement *settlement) {
    koers_status status = KOERS_STATUS_OK;
    koers_settlement *loaded = settle_case(c, load(c->folder), &status, NULL);
    koers_allocation_row *paid;
    koers_own_funds_row *open;
    size_t paid_count = 0;
    size_t open_count = 0;
    size_t i;
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_ALLOCATIONS, &paid_count));
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_OWN_FUNDS, &open_count));
    paid = (koers_allocation_row *)calloc(paid_count + 1, sizeof *paid);
    open = (koers_own_funds_row *)calloc(open_count + 1, sizeof *open);
    OK(koers_settlement_allocations(settlement, paid, sizeof *paid, paid_count, &paid_count));
    OK(koers_settlement_own_funds(settlement, open, sizeof *open, open_count, &open_count));
    for (i = 0; i < paid_count + open_count; i++) {
        koers_text line = i < paid_count ? paid[i].line : open[i - paid_count].line;
        char *here = eligibility(settlement, line);
        char *there = eligibility(loaded, line);
        compare(label, there, here);
        free(here);
        free(there);
    }
    free(paid);
    free(open);
    koers_settlement_free(loaded);
}

static void run_case(const char *folder) {
    corpus_case c;
    char path[1200];
    size_t length = 0;
    char *text;
    char *expected;
    toml t;
    node *root;
    read_case(folder, &c);
    snprintf(path, sizeof path, "%s/dossier.toml", c.folder);
    text = whole(path, &length);
    root = toml_read(&t, text);
    CHECK(root != NULL);
    snprintf(path, sizeof path, "%s/expected.json", folder);
    expected = whole(path, &length);
    if (root != NULL && expected != NULL) {
        koers_status status = KOERS_STATUS_OK;
        koers_settlement *settlement = settle_case(&c, build(c.folder, root), &status, report_init(&refused));
        if (settlement == NULL) {
            failures++;
            fprintf(stderr, "%s: %s\n%s\n", folder, koers_status_name(status), refused.text);
        } else {
            char *got = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
            without_places(got);
            without_places(expected);
            compare(path, expected, got);
            compare_receipt(folder, settlement);
            compare_eligibility(&c, folder, settlement);
            free(got);
        }
        koers_settlement_free(settlement);
    }
    toml_free(&t);
    free(expected);
    free(text);
    free_case(&c);
}

int main(void) {
    run_all("tests/corpus/good", run_case);
    return done();
}
