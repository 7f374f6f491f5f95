/* Methods from words and files, settling with them, and a run that is watched and broken off. */
#include "check.h"

static koers_method *parse(const char *word) {
    koers_method *method = NULL;
    report r;
    OK(koers_method_parse(word, strlen(word), &method, report_init(&r)));
    return method;
}

static koers_method *from_toml(const char *toml) {
    koers_method *method = NULL;
    report r;
    OK(koers_method_from_toml("method.toml", 11, toml, strlen(toml), &method, report_init(&r)));
    if (method == NULL)
        fprintf(stderr, "%s\n", r.text);
    return method;
}

/* The method as a file, in memory that the caller frees. */
static char *printed(const koers_method *method) {
    size_t length = 0;
    char *text;
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_method_to_toml(method, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_method_to_toml(method, text, length + 1, &length));
    CHECK(strlen(text) == length);
    return text;
}

static void words_and_files(void) {
    static const char *words[] = {"booked", "priority", "least-refund"};
    koers_method *method = NULL;
    char *text;
    char *again;
    report r;
    size_t i;
    for (i = 0; i < 3; i++) {
        method = parse(words[i]);
        text = printed(method);
        CHECK(strstr(text, words[i]) != NULL);
        koers_method_free(method);
        /* Print and read are inverse. */
        method = from_toml(text);
        again = printed(method);
        CHECK(strcmp(text, again) == 0);
        koers_method_free(method);
        free(again);
        free(text);
    }
    method = NULL;
    EXPECT(KOERS_STATUS_REFUSED, koers_method_parse("cheapest", 8, &method, report_init(&r)));
    CHECK(strstr(r.text, "K0104") != NULL && strstr(r.text, "least-refund") != NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_method_parse("pro-rata", 8, &method, report_init(&r)));
    CHECK(strstr(r.text, "weights") != NULL);
    EXPECT(KOERS_STATUS_REFUSED,
           koers_method_from_toml("m.toml", 6, "format = 1\n[[steps]]\nmethod = \"x\"\ncolour = 1\n", 43, &method,
                                  report_init(&r)));
    CHECK(strstr(r.text, "m.toml") != NULL && strstr(r.text, "colour") != NULL);
    CHECK(method == NULL);
}

/* The settlement of the 2024 accounts with these options, as JSON that the caller frees. */
static char *settled(const koers_dossier *dossier, const koers_settle_options *options) {
    koers_settlement *settlement = NULL;
    report r;
    char *text;
    OK(koers_dossier_settle_with(dossier, options, &settlement, report_init(&r)));
    if (settlement == NULL)
        fprintf(stderr, "%s\n", r.text);
    text = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_EN);
    koers_settlement_free(settlement);
    return text;
}

static void nothing_said_is_booked(const koers_dossier *dossier) {
    koers_settlement *plain = settle(dossier);
    char *expected = rendered(plain, KOERS_FORMAT_JSON, KOERS_LANG_EN);
    koers_settle_options options;
    koers_method *method = parse("booked");
    char *text = settled(dossier, NULL);
    CHECK(strcmp(text, expected) == 0);
    free(text);
    KOERS_INIT(&options);
    text = settled(dossier, &options);
    CHECK(strcmp(text, expected) == 0);
    free(text);
    options.method = method;
    text = settled(dossier, &options);
    CHECK(strcmp(text, expected) == 0);
    free(text);
    koers_method_free(method);
    koers_settlement_free(plain);
    free(expected);
}

static int64_t refund_by(const koers_dossier *dossier, const koers_method *method) {
    koers_settle_options options;
    koers_settlement *settlement = NULL;
    int64_t refund;
    report r;
    KOERS_INIT(&options);
    options.method = method;
    OK(koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    /* The settlement doesn't need the method. */
    refund = total(settlement, KOERS_MEASURE_REFUND);
    koers_settlement_free(settlement);
    return refund;
}

/* The reference: as it is booked nothing can be won, and if every cost is eligible for IZA it is 749,551. */
static void least_refund(const koers_dossier *dossier) {
    koers_method *method = parse("least-refund");
    koers_dossier *wider = NULL;
    koers_assumption assumption;
    CHECK(refund_by(dossier, method) == 96522500);
    KOERS_INIT(&assumption);
    assumption.grant = text_of("iza");
    OK(koers_dossier_assume_eligible(dossier, &assumption, &wider, NULL));
    CHECK(refund_by(wider, method) == 74955100);
    koers_dossier_free(wider);
    koers_method_free(method);
}

static void what_does_not_fit_the_dossier_is_refused(const koers_dossier *dossier) {
    koers_method *method = from_toml("format = 1\n[[steps]]\nmethod = \"priority\"\ngrants = [\"nobody\"]\n");
    koers_settle_options options;
    koers_settlement *settlement = NULL;
    koers_dossier *draft = NULL;
    koers_dossier_info info;
    report r;
    KOERS_INIT(&options);
    options.method = method;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    CHECK(strstr(r.text, "K0205") != NULL && strstr(r.text, "nobody") != NULL);
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    OK(koers_dossier_new(&info, &draft, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_settle_with(draft, NULL, &settlement, NULL));
    koers_dossier_free(draft);
    CHECK(settlement == NULL);
    koers_method_free(method);
}

/* Costs by the inhabitants that grants are for. */
static void keys_of_grants(void) {
    koers_method *method =
        from_toml("format = 1\n[[steps]]\nmethod = \"pro-rata\"\nweights = \"key\"\nkey = \"inwoners\"\n");
    koers_settle_options options;
    koers_dossier *dossier = NULL;
    koers_settlement *settlement = NULL;
    koers_settlement_row rows[2];
    koers_dossier_info info;
    koers_grant grants[2];
    koers_tranche tranches[2];
    koers_grant_key keys[3];
    koers_line line;
    size_t count = 0;
    size_t i;
    report r;
    KOERS_INIT(&info);
    info.id = text_of("keys");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    OK(koers_dossier_new(&info, &dossier, NULL));
    for (i = 0; i < 2; i++) {
        KOERS_INIT(&grants[i]);
        grants[i].id = text_of(i == 0 ? "a" : "b");
        grants[i].scheme = text_of("spuk-iza");
        grants[i].state = text_of("awarded");
        KOERS_INIT(&tranches[i]);
        tranches[i].grant = grants[i].id;
        tranches[i].id = text_of("2024");
        tranches[i].year = 2024;
        tranches[i].granted = 100000;
        KOERS_INIT(&keys[i]);
        keys[i].grant = grants[i].id;
        keys[i].key = text_of("inwoners");
        keys[i].quantity = text_of(i == 0 ? "30000" : "10000.5");
    }
    keys[2] = keys[0];
    KOERS_INIT(&line);
    line.line = text_of("1");
    line.period = text_of("2024");
    line.amount = 40000;
    OK(koers_dossier_add_grants(dossier, grants, 2, NULL));
    OK(koers_dossier_add_tranches(dossier, tranches, 2, NULL));
    OK(koers_dossier_add_lines(dossier, &line, 1, NULL));
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_grant_keys(dossier, keys, 3, report_init(&r)));
    CHECK(strstr(r.text, "keys[2].key") != NULL && strstr(r.text, "K0313") != NULL);
    keys[2].grant = text_of("c");
    keys[1].quantity = text_of("-1");
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_grant_keys(dossier, keys, 3, report_init(&r)));
    CHECK(strstr(r.text, "keys[2].grant") != NULL && strstr(r.text, "keys[1].quantity") != NULL);
    keys[1].quantity = text_of("10000.5");
    OK(koers_dossier_add_grant_keys(dossier, keys, 2, NULL));
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_grant_keys(dossier, keys, 1, report_init(&r)));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_grant_keys(dossier, NULL, 1, NULL));
    keys[0].struct_size -= 8;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_add_grant_keys(dossier, keys, 1, NULL));
    OK(koers_dossier_build(dossier, report_init(&r)));
    fputs(r.text, stderr);
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_grant_keys(dossier, NULL, 0, NULL));
    KOERS_INIT(&options);
    options.method = method;
    /* Whatever the scheme says of it, so that nobody need judge its goal. */
    for (i = 0; i < 2; i++) {
        koers_assumption assumption;
        koers_dossier *wider = NULL;
        KOERS_INIT(&assumption);
        assumption.grant = grants[i].id;
        OK(koers_dossier_assume_eligible(dossier, &assumption, &wider, NULL));
        koers_dossier_free(dossier);
        dossier = wider;
    }
    OK(koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    OK(koers_settlement_rows(settlement, rows, sizeof rows[0], 2, &count));
    /* 400 by 30000 and 10000.5, to the cent. */
    CHECK(count == 2 && rows[0].spent == 30000 && rows[1].spent == 10000);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    koers_method_free(method);
}

/* What a run tells its watcher. */
typedef struct {
    int calls;
    int stop_at; /* 0 for never */
    int32_t year;
    int wrong;
    int ended; /* whether all was done that was begun */
} watcher;

static int32_t watched(void *user, const koers_progress *progress) {
    watcher *w = (watcher *)user;
    w->calls++;
    w->year = progress->year;
    if (progress->step < 0 || progress->done > progress->total)
        w->wrong++;
    if (w->calls > 1 && progress->done == 0 && !w->ended)
        w->wrong++;
    w->ended = progress->done == progress->total;
    return w->calls == w->stop_at ? -1 : 0;
}

static void a_run_can_be_broken_off(const koers_dossier *dossier) {
    koers_method *method = parse("least-refund");
    koers_settle_options options;
    koers_settlement *settlement = NULL;
    watcher w;
    report r;
    int all;
    memset(&w, 0, sizeof w);
    KOERS_INIT(&options);
    options.method = method;
    options.watch = watched;
    options.user = &w;
    OK(koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    CHECK(w.calls > 0 && w.year == 2024 && w.wrong == 0 && w.ended);
    koers_settlement_free(settlement);
    settlement = NULL;
    all = w.calls;
    /* At any call. */
    for (w.stop_at = 1; w.stop_at <= all; w.stop_at++) {
        w.calls = 0;
        EXPECT(KOERS_STATUS_CANCELLED, koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
        CHECK(w.calls == w.stop_at && settlement == NULL);
        CHECK(strstr(r.text, "KOERS_STATUS_CANCELLED") != NULL);
    }
    /* Nothing is left of it: the next run goes as if there had been none. */
    options.watch = NULL;
    OK(koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 96522500);
    koers_settlement_free(settlement);
    koers_method_free(method);
}

static void wrong_arguments(const koers_dossier *dossier) {
    koers_method *method = NULL;
    koers_method *booked = parse("booked");
    koers_settlement *settlement = NULL;
    koers_settle_options options;
    size_t length = 7;
    report r;
    KOERS_INIT(&options);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_parse(NULL, 1, &method, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_parse("booked", 6, NULL, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_method_parse("", 0, &method, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_method_parse("\xff", 1, &method, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_from_toml("m", 1, NULL, 1, &method, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_from_toml(NULL, 1, "x", 1, &method, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_from_toml("m", 1, "x", 1, NULL, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_method_from_toml("m", 1, "\xff", 1, &method, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_to_toml(NULL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_method_to_toml(booked, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_settle_with(NULL, NULL, &settlement, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_settle_with(dossier, NULL, NULL, NULL));
    options.struct_size -= 16; /* the first version had `user` */
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    CHECK(strstr(r.text, "`options`") != NULL);
    options.struct_size += 16;
    options.method = (const koers_method *)1;
    EXPECT(KOERS_STATUS_MISALIGNED, koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    CHECK(strstr(r.text, "`options.method`") != NULL);
    CHECK(method == NULL && settlement == NULL && length == 7);
    koers_method_free(NULL);
    koers_method_free(booked);
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    words_and_files();
    nothing_said_is_booked(dossier);
    least_refund(dossier);
    what_does_not_fit_the_dossier_is_refused(dossier);
    keys_of_grants();
    a_run_can_be_broken_off(dossier);
    wrong_arguments(dossier);
    koers_dossier_free(dossier);
    return done();
}
