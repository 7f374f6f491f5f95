/* So many lines that several threads read them: the same bytes with 1, 2 and 5, from a run that is watched and from one that
 * is broken off. */
#include "check.h"

static report r;

static koers_dossier *many(int count) {
    enum { BLOCK = 1000 };
    static char ids[BLOCK][16];
    static koers_line lines[BLOCK];
    static const char *const days[] = {"2024-01-31", "2024-02-29", "2024-07-01", "2024-12-31"};
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_grant grant;
    koers_tranche tranche;
    int row, at;
    KOERS_INIT(&info);
    info.id = text_of("many");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    KOERS_INIT(&grant);
    grant.id = text_of("iza");
    grant.scheme = text_of("spuk-iza");
    grant.state = text_of("awarded");
    KOERS_INIT(&tranche);
    tranche.grant = text_of("iza");
    tranche.id = text_of("2024");
    tranche.year = 2024;
    tranche.granted = (int64_t)count * 400;
    OK(koers_dossier_new(&info, &dossier, report_init(&r)));
    OK(koers_dossier_add_grants(dossier, &grant, 1, report_init(&r)));
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&r)));
    for (row = 0; row < count; row += BLOCK) {
        for (at = 0; at < BLOCK; at++) {
            snprintf(ids[at], sizeof ids[at], "L%07d", row + at);
            KOERS_INIT(&lines[at]);
            lines[at].line = text_of(ids[at]);
            lines[at].period = text_of(days[(row + at) / 7 % 4]);
            lines[at].amount = (row + at) * 37 % 1001 - 100;
            lines[at].grant = text_of((row + at) % 9 == 0 ? NULL : "iza");
        }
        OK(koers_dossier_add_lines(dossier, lines, BLOCK, report_init(&r)));
    }
    OK(koers_dossier_build(dossier, report_init(&r)));
    return dossier;
}

static int32_t count_calls(void *user, const koers_progress *progress) {
    int *calls = (int *)user;
    CHECK(progress->year == 2024);
    *calls += 1;
    return 0;
}

static int32_t stop_at_once(void *user, const koers_progress *progress) {
    (void)user;
    (void)progress;
    return 1;
}

int main(void) {
    static const uint32_t threads[] = {0, 1, 2, 5};
    koers_dossier *dossier = many(getenv("KOERS_FEW") == NULL ? 400000 : 2000);
    koers_settlement *settlement = NULL;
    koers_settle_options options;
    char *expected = NULL, *found;
    size_t at;
    int calls = 0;
    for (at = 0; at < sizeof threads / sizeof *threads; at++) {
        KOERS_INIT(&options);
        options.threads = threads[at];
        options.watch = count_calls;
        options.user = &calls;
        OK(koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
        found = rendered(settlement, KOERS_FORMAT_CSV, KOERS_LANG_EN);
        if (expected == NULL) {
            expected = found;
        } else {
            CHECK(strcmp(found, expected) == 0);
            free(found);
        }
        CHECK(total(settlement, KOERS_MEASURE_SPENT) + total(settlement, KOERS_MEASURE_OWN_FUNDS) > 0);
        koers_settlement_free(settlement);
    }
    CHECK(calls > 0);
    options.watch = stop_at_once;
    EXPECT(KOERS_STATUS_CANCELLED, koers_dossier_settle_with(dossier, &options, &settlement, report_init(&r)));
    free(expected);
    koers_dossier_free(dossier);
    return done();
}
